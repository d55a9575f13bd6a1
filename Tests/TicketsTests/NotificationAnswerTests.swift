import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@Suite("Answering a notification")
struct NotificationAnswerTests {
  @Test("makes a ticket of its topic, linked to it, with the answer as its first message")
  func answers() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let notification = try await tickets.notify(topic: "Przerwa")
      let file = try await tickets.attach(as: person)

      let answer = try await tickets.answer(
        notification, as: person, ["message": "Czy to nas dotyczy?\r\n", "attachment_id": file.id.text])

      let ticket = try answer.ticket
      #expect(answer.summary == "201")
      #expect(answer.headers[.location] == "/v1/tickets/\(ticket.number)")
      #expect((ticket.topic, ticket.importance, ticket.status) == ("Przerwa", .normal, .new))
      #expect(ticket.author.id == person.userId && ticket.account == tickets.samples.baltyk && !ticket.unread)
      #expect(ticket.messages?.map(\.text) == ["Czy to nas dotyczy?\n"])
      #expect(ticket.messages?.first?.attachment?.id == file.id)
      let link = try await tickets.count("SELECT notification_number FROM ticket WHERE number = \(ticket.number)")
      #expect(link == notification)
      #expect(try await tickets.show(ticket.number, as: tickets.samples.owner).number == ticket.number)
    }
  }

  @Test("is a fact that names the notification; any other ticket names none")
  func fact() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let notification = try await tickets.notify()
      try await tickets.open(as: person)
      try #require(try await tickets.answer(notification, as: person).summary == "201")

      let events = try await tickets.events()

      #expect(events.map(\.kind) == [.ticketOpened, .ticketOpened])
      #expect(events.map(\.notificationNumber) == [nil, notification])
      #expect(events.last?.text == "Dobrze" && events.last?.topic == "Przerwa")
    }
  }

  @Test("is for those who received it: for others it is not there, whatever they write")
  func recipients() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let personal = try await tickets.notify(samples.reception)
      let shared = try await tickets.notify(account: samples.baltyk)
      let general = try await tickets.notify()
      let receivers = [
        (personal, [samples.reception]), (shared, [samples.reception, samples.owner]),
        (general, samples.all.filter { !$0.isSupport }),
      ]
      for (number, people) in receivers {
        for person in samples.all where !person.isSupport {
          let answer = try await tickets.answer(number, as: person)
          guard !people.contains(person) else {
            #expect(answer.summary == "201", "\(person.name)")
            continue
          }
          let missing = try await tickets.answer(987_654, as: person)
          #expect(answer.summary == "404 not_found", "\(person.name)")
          #expect(try answer.problem == missing.problem)
          #expect(answer.distinctiveHeaders == missing.distinctiveHeaders)
        }
      }
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 7)

      try await tickets.owner.run("UPDATE app_user SET created_at = now() WHERE id = \(samples.owner.userId)")
      #expect(try await tickets.answer(shared, as: samples.owner).summary == "404 not_found")
    }
  }

  @Test("support does not: it writes to its tickets")
  func support() async throws {
    try await withTickets { tickets in
      let number = try await tickets.notify()
      for person in [tickets.samples.agent, tickets.samples.admin] {
        #expect(try await tickets.answer(number, as: person).summary == "403 forbidden")
      }
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 0)
    }
  }

  @Test("what does not fit is refused by name, and nothing is stored")
  func refused() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.notify()
      let used = try await tickets.attach(as: samples.reception)
      try await tickets.open(as: samples.reception, attachment: used.id)
      let foreign = try await tickets.attach(as: samples.tatryOwner)
      let bodies: [(Fields, String)] = [
        ([:], "422 invalid message"), (["message": " \n"], "422 invalid message"),
        (["message": String(repeating: "ą", count: 20_001)], "422 invalid message"),
        (["message": "x\0"], "422 invalid message"), (["message": "x", "topic": "y"], "422 invalid topic"),
        (["message": "x", "attachment_id": "7"], "422 invalid attachment_id"),
        (["message": "x", "attachment_id": foreign.id.text], "404 not_found"),
        (["message": "x", "attachment_id": used.id.text], "422 too_many_attachments"),
      ]
      for (body, expected) in bodies {
        #expect(try await tickets.answer(number, as: samples.reception, body).summary == expected, "\(body)")
      }
      #expect(try await tickets.count("SELECT count(*) FROM ticket WHERE notification_number IS NOT NULL") == 0)
      #expect(try await tickets.events().count == 1)
    }
  }

  @Test("twice under one key is once; another text, notification or route is a conflict, another key another ticket")
  func twice() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let (number, other) = (try await tickets.notify(), try await tickets.notify())
      func send(_ number: Int, _ message: String = "Dobrze", key: String = "form-1") async throws -> Answer {
        try await tickets.answer(number, as: person, ["message": message], key: key)
      }
      let first = try await send(number)

      let again = try await send(number)
      #expect(again.isReplayed && again.body == first.body)
      #expect(again.headers[.location] == first.headers[.location])
      #expect(try await send(number, "Źle").summary == "409 idempotency_key_reused")
      #expect(try await send(other).summary == "409 idempotency_key_reused")
      let plain = try await tickets.post(
        "/tickets", as: person, json: ["topic": "Przerwa", "message": "Dobrze"], key: "form-1")
      #expect(plain.summary == "409 idempotency_key_reused")
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
      let second = try await send(number, key: "form-2")
      #expect(second.summary == "201" && !second.isReplayed)
      #expect(try await tickets.count("SELECT count(*) FROM ticket WHERE notification_number = \(number)") == 2)
    }
  }
}

@Suite("That a ticket was read")
struct ReadingFactTests {
  @Test("is a fact of whoever read something new, and of nobody else")
  func fact() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      _ = try await tickets.show(number, as: samples.reception)
      try await tickets.reply(to: number, as: samples.agent)
      for _ in 0..<2 { _ = try await tickets.show(number, as: samples.reception) }
      _ = try await tickets.list(as: samples.owner)
      for _ in 0..<2 { _ = try await tickets.show(number, as: samples.owner) }
      for _ in 0..<2 { _ = try await tickets.show(number, as: samples.secondAgent) }
      try await tickets.reply(to: number, as: samples.agent, internal: true)
      _ = try await tickets.show(number, as: samples.reception)

      let events = try await tickets.events().suffix(3)

      #expect(events.map(\.kind) == [.ticketRead, .ticketRead, .ticketRead])
      #expect(events.map(\.actor.id) == [samples.reception, samples.owner, samples.secondAgent].map(\.userId))
      #expect(events.map(\.bySupport) == [false, false, true])
      #expect(events.allSatisfy { $0.ticketNumber == number && $0.authorId == samples.reception.userId })
      #expect(events.allSatisfy { $0.text == nil && $0.previousStatus == nil && $0.previousTopic == nil })
      #expect(try await tickets.count("SELECT count(*) FROM outbox") == 5)
    }
  }

  @Test("comes after what was read: the ids of facts grow")
  func order() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      for _ in 0..<5 {
        try await tickets.reply(to: number, as: samples.agent)
        _ = try await tickets.show(number, as: samples.reception)
      }

      let ids = try await tickets.events().map(\.id.text)

      #expect(ids.count == 11 && ids == ids.sorted())
    }
  }
}

extension TicketsApp {
  /// A notification, past its service; answers with its number. For everyone unless told.
  fileprivate func notify(_ person: Principal? = nil, account: Account? = nil, topic: String = "Przerwa") async throws
    -> Int
  {
    try #require(
      try await owner.first(
        """
        INSERT INTO notification (account_id, user_id, sender_id, topic, text)
        VALUES (\(account?.id ?? person?.accountId), \(person?.userId), \(samples.agent.userId), \(topic), 'x')
        RETURNING number
        """, as: Int.self))
  }

  fileprivate func answer(
    _ notification: Int, as person: Principal, _ body: Fields = ["message": "Dobrze"], key: String? = nil
  ) async throws -> Answer {
    try await post("/notifications/\(notification)/ticket", as: person, json: body, key: key)
  }
}
