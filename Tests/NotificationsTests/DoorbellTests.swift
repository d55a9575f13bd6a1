import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import ServiceKit
import Synchronization
import TestSupport
import Testing

@testable import Notifications

@Suite("Doorbells", .timeLimit(.minutes(5)))
struct DoorbellTests {
  @Test("what is sent rings at those who receive it")
  func sending() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let baltyk = samples.baltyk.id
      let rung = try await app.rung {
        try await app.send(to: .user(samples.reception))
        try await app.send(to: .account(samples.baltyk))
        try await app.send(to: .everyone)
        let refused: Fields = ["to": ["account_id": UUID().text], "topic": "x", "text": "x"]
        _ = try await app.send(.post, "/notifications", as: samples.agent, json: refused)
      }
      let numbers = try await app.numbers(as: samples.reception).sorted()
      #expect(
        rung == [
          Doorbell(.notification, numbers[0], accountId: baltyk, userId: samples.reception.userId),
          Doorbell(.notification, numbers[1], accountId: baltyk), Doorbell(.notification, numbers[2], accountId: nil),
        ])
    }
  }

  @Test("what is sent again under its key rings once")
  func replay() async throws {
    try await withNotifications { app in
      let draft: Fields = ["to": "everyone", "topic": "x", "text": "x"]
      let rung = try await app.rung {
        for _ in 0..<3 {
          _ = try await app.send(.post, "/notifications", as: app.samples.agent, json: draft, key: "form-1")
        }
      }
      #expect(rung.count == 1)
    }
  }

  @Test("what a recipient does rings at their own other windows, and only if it changes something")
  func acts() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let number = try await app.send(to: .everyone)
      let rung = try await app.rung {
        try await app.restore(number, as: person)
        for _ in 0..<2 { try await app.read(number, as: person) }
        for _ in 0..<2 { try await app.delete(number, as: person) }
        for _ in 0..<2 { try await app.restore(number, as: person) }
        try await app.postpone(number, as: person)
        _ = try await (app.show(number, as: person), app.due(as: person))
      }
      let bell = Doorbell(.notification, number, accountId: app.samples.baltyk.id, userId: person.userId)
      #expect(rung == [bell, bell, bell, bell])
    }
  }

  @Test("a fact rings at all who see the ticket, and what it raised at those who are told")
  func facts() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let (baltyk, author) = (samples.baltyk.id, samples.reception.userId)
      let ticket = try await app.ticket(of: samples.reception)
      let atTicket = Doorbell(.ticket, ticket, accountId: baltyk, authorId: author, forSupport: true)
      var numbers: [Int] = []

      let toAuthor = try await app.rung {
        numbers.append(try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "x")))
      }
      #expect(
        toAuthor == [
          Doorbell(.notification, numbers[0], accountId: baltyk, userId: author, authorId: author), atTicket,
        ])

      try await app.set(samples.baltyk, audience: .account)
      let toAll = try await app.rung {
        numbers.append(try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "x")))
      }
      #expect(toAll == [Doorbell(.notification, numbers[1], accountId: baltyk, authorId: author), atTicket])

      let silent = try await app.rung {
        try await app.take(app.fact(.ticketOpened, by: samples.reception, on: ticket, status: .new, text: "x"))
        try await app.take(app.fact(.ticketAnswered, by: samples.owner, on: ticket, text: "x"))
        try await app.take(app.fact(.ticketChanged, by: samples.agent, on: ticket))
      }
      #expect(silent == [atTicket, atTicket, atTicket])
    }
  }

  @Test("that a ticket was read rings at its reader's own windows alone, with what was read by it")
  func reading() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let (baltyk, reader) = (samples.baltyk.id, samples.reception.userId)
      let ticket = try await app.ticket(of: samples.reception)
      let number = try await app.tell(
        app.fact(.ticketAnswered, by: samples.agent, on: ticket, at: Date() - 60, text: "x"))
      let rung = try await app.rung {
        try await app.take(app.fact(.ticketRead, by: samples.agent, on: ticket))
        for _ in 0..<2 { try await app.take(app.fact(.ticketRead, by: samples.reception, on: ticket)) }
      }
      let atTicket = Doorbell(.ticket, ticket, accountId: baltyk, userId: reader)
      #expect(
        rung == [
          Doorbell(.ticket, ticket, accountId: baltyk, userId: samples.agent.userId),
          Doorbell(.notification, number, accountId: baltyk, userId: reader), atTicket, atTicket,
        ])
    }
  }

  @Test("who hears: the people it is for, support at tickets, and where members see only their own not the others")
  func audiences() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let (baltyk, author) = (samples.baltyk.id, samples.reception.userId)
      func hears(_ bell: Doorbell) -> [Principal] { samples.all.filter(bell.rings) }

      #expect(hears(Doorbell(.notification, 1, accountId: nil)) == Array(samples.all.prefix(4)))
      #expect(hears(Doorbell(.notification, 1, accountId: baltyk)) == [samples.reception, samples.owner])
      #expect(hears(Doorbell(.notification, 1, accountId: baltyk, userId: author)) == [samples.reception])
      let agent = samples.agent.userId
      #expect(hears(Doorbell(.ticket, 1, accountId: baltyk, userId: agent)) == [samples.agent])
      let atTicket = Doorbell(.ticket, 1, accountId: baltyk, authorId: samples.owner.userId, forSupport: true)
      #expect(hears(atTicket) == [samples.reception, samples.owner] + samples.all.suffix(3))
      let member = Principal(
        userId: author, name: "", role: .member, accountId: baltyk, historyScope: .own)
      let manager = Principal(
        userId: .v7(), name: "", role: .manager, accountId: baltyk, historyScope: .own)
      #expect(!atTicket.rings(for: member) && atTicket.rings(for: manager))
      #expect(Doorbell(.ticket, 1, accountId: baltyk, authorId: author).rings(for: member))
    }
  }

  @Test("a reminder that has come rings once at its user, unless it was deleted")
  func reminders() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let start = try #require(JSONCoding.instant("2026-11-23T07:00:00Z"))
      let numbers = [try await app.send(to: .everyone), try await app.send(to: .user(samples.reception))]
      for (person, number, seconds) in [
        (samples.reception, numbers[0], 0.0), (samples.reception, numbers[1], 1), (samples.owner, numbers[0], 1),
        (samples.tatryOwner, numbers[0], 2), (samples.tatryReception, numbers[0], 3),
      ] {
        try await app.postpone(number, as: person)
        try await app.setReminder(number, of: person, at: start + seconds)
      }
      try await app.delete(numbers[0], as: samples.owner)

      let rung = try await app.reminders(after: start, upTo: start + 2)

      #expect(
        rung.sorted { $0.number > $1.number } == [
          Doorbell(.notification, numbers[1], accountId: samples.baltyk.id, userId: samples.reception.userId),
          Doorbell(.notification, numbers[0], accountId: samples.tatry.id, userId: samples.tatryOwner.userId),
        ])
      #expect(try await app.reminders(after: start + 3, upTo: start + 600) == [])
    }
  }

  @Test("however many reminders come at once, each rings once")
  func manyReminders() async throws {
    try await withNotifications { app in
      let number = try await app.send(to: .everyone)
      try await app.owner.run(
        """
        INSERT INTO app_user (id, account_id, name, role)
        SELECT gen_random_uuid(), \(app.samples.baltyk.id), 'Osoba ' || n, 'member' FROM generate_series(1, 1197) AS n
        """)
      let start = try #require(JSONCoding.instant("2026-11-23T07:00:00Z"))
      try await app.owner.run(
        """
        INSERT INTO receipt (notification_number, user_id, remind_at)
        SELECT \(number), id, \(start + 1) FROM app_user WHERE account_id IS NOT NULL
        """)

      let rung = try await app.reminders(after: start, upTo: start + 1)

      #expect(rung.count == 1_201 && Set(rung.map(\.userId)).count == 1_201)
    }
  }
}

extension NotificationsApp {
  /// What is rung in the database while the body runs, in its order.
  fileprivate func rung(_ body: () async throws -> Void) async throws -> [Doorbell] {
    var signals = Listener(database.configuration(as: "pomoc_notifications"), channel: "doorbell").signals()
      .makeAsyncIterator()
    try #require(await signals.next() == .listening)
    try await body()
    try await owner.run("SELECT pg_notify('doorbell', 'the end')")
    var rung: [Doorbell] = []
    while case .payload(let text)? = await signals.next(), text != "the end" {
      rung.append(try JSONCoding.decode(Doorbell.self, from: Data(text.utf8)))
    }
    return rung
  }

  /// What the clock rings for the reminders of a time.
  fileprivate func reminders(after earlier: Date, upTo now: Date) async throws -> [Doorbell] {
    let doorbells = Doorbells(pool: pool)
    let heard = Heard()
    let router = Router(context: AppContext.self)
    router.get("/") { _, context in
      // It only listens: nothing is written to a stream whose reader may not hear it.
      heard.stream = try doorbells.broadcast.stream(
        .init(owner: .v7(), lifetime: .seconds(60)), on: context.channel
      ) {
        heard.append($0)
        return false
      }
      return HTTPResponse.Status.noContent
    }
    try await Application(router: router).test(.router) { _ = try await $0.execute(uri: "/", method: .get) }
    try await ReminderClock(pool: pool, doorbells: doorbells).ring(after: earlier, upTo: now)
    return heard.doorbells
  }

  fileprivate func setReminder(_ number: Int, of person: Principal, at instant: Date) async throws {
    let changed = try await owner.run(
      """
      UPDATE receipt SET remind_at = \(instant) WHERE notification_number = \(number) AND user_id = \(person.userId)
      """)
    try #require(changed == 1)
  }
}

private final class Heard: Sendable {
  private let all = Mutex<[Doorbell]>([])
  private let open = Mutex<Response?>(nil)

  /// The stream lasts as long as its answer.
  var stream: Response? {
    get { open.withLock { $0 } }
    set { open.withLock { $0 = newValue } }
  }
  var doorbells: [Doorbell] { all.withLock { $0 } }
  func append(_ doorbell: Doorbell) { all.withLock { $0.append(doorbell) } }
}
