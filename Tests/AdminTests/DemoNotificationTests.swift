import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Admin

@Suite("What the demonstration's hotels are told")
struct DemoNotificationTests {
  @Test(
    "whenever it is loaded, support writes in its hours and reminders are still to come",
    arguments: DemoContentTests.loadings)
  func times(_ text: String) throws {
    let now = try Date(text, strategy: .iso8601)
    let calendar = DemoCalendar(now: now)
    var warsaw = Calendar(identifier: .gregorian)
    warsaw.timeZone = try #require(TimeZone(identifier: "Europe/Warsaw"))
    for notification in DemoNotification.all {
      let sent = calendar.instant(notification.moment)
      let parts = warsaw.dateComponents([.weekday, .hour], from: sent)
      // So long before the loading that somebody can have read it.
      #expect(sent < now - 600 && sent > now - 80 * 86_400, "\(notification.key)")
      #expect((2...6).contains(parts.weekday ?? 0) && (8..<17).contains(parts.hour ?? 0), "\(notification.key)")
      for case .postponed(let days) in notification.recipients.map(notification.state) {
        let reminder = calendar.instant(.ahead(days, 8, 0))
        #expect(reminder > now + 86_400 && reminder < now + 90 * 86_400, "\(notification.key)")
        #expect(warsaw.component(.hour, from: reminder) == 8, "\(notification.key)")
      }
    }
    let sent = DemoNotification.all.map { calendar.instant($0.moment) }
    #expect(sent == sent.sorted())
  }

  @Test("every notification is one that support could have sent", arguments: DemoNotification.all.map(\.key))
  func plausible(_ key: String) throws {
    let notification = try #require(DemoNotification.all.first { $0.key == key })

    #expect(notification.sender.role == .agent)
    #expect(!notification.recipients.isEmpty)
    #expect(Set(notification.named).isSubset(of: notification.recipients))
    #expect(notification.recipients.allSatisfy { $0.hotel != nil })
    #expect((1...200).contains(notification.topic.count))
    #expect((notification.text == nil) == (notification.changedStatus != nil))
    guard let about = notification.about else { return }
    #expect(notification.recipients.allSatisfy { $0.hotel == about.ticket.author.hotel })
    guard notification.isRaised else { return }
    #expect(about.message.side == .support && !about.message.internal)
    #expect(notification.changedStatus == nil || notification.changedStatus == about.ticket.status)
    // Who has read the ticket since then has read what was told of it.
    let isLast = about.position == about.ticket.messages.lastIndex { !$0.internal }
    let state = notification.state(of: about.ticket.author)
    #expect(state == .read || isLast && about.ticket.unread.contains(about.ticket.author))
  }

  @Test("there is every kind and every state, and little that pops up at first sight")
  func variety() {
    let all = DemoNotification.all
    func count(_ state: DemoNotification.State, of person: DemoPerson) -> Int {
      all.filter { $0.recipients.contains(person) && $0.state(of: person) == state }.count
    }

    #expect(Set(all.map(\.eventId)).count == 12)
    #expect(all.contains { $0.audience == .everyone } && all.contains { $0.audience == .hotel(.baltyk) })
    #expect(all.filter { $0.about != nil }.count >= 5)
    #expect(count(.unread, of: .kasia) == 2)
    for person in [DemoPerson.marek, .joanna, .stanislaw] { #expect(count(.unread, of: person) == 1) }
    for person in [DemoPerson.kasia, .marek] {
      #expect(count(.deleted, of: person) == 1 && count(.read, of: person) >= 4)
      #expect(all.filter { $0.recipients.contains(person) }.map { $0.state(of: person) }.contains { $0.isPostponed })
    }
  }

  @Test("their ids are below those of facts, so that reading a ticket reads what was told of it")
  func ids() {
    let fact = UUID.v7(at: Date(timeIntervalSince1970: 1_600_000_000))
    #expect(DemoNotification.all.allSatisfy { $0.eventId.text < fact.text })
  }

  @Test("each person receives theirs, with the states they left them in")
  func received() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: Date())
      let service = database.pool(as: LoginRole.notifications.rawValue)

      for person in DemoPerson.allCases where person.hotel != nil {
        let expected = DemoNotification.all.filter { $0.recipients.contains(person) }
          .map { "\($0.topic): \($0.state(of: person).word)" }
        let seen = try await service.acting(as: try await principal(person, pool)) { db in
          try await db.all(
            """
            SELECT topic || ': ' || CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN read_at IS NOT NULL THEN 'read'
              WHEN remind_at IS NOT NULL THEN 'postponed' ELSE 'unread' END
            FROM received_notification
            LEFT JOIN receipt ON notification_number = number AND receipt.user_id = acting_user()
            ORDER BY created_at, number
            """, as: String.self)
        }
        #expect(seen == expected)
      }
      await service.close()
      await pool.close()
    }
  }

  @Test("a personal one that nobody has read yet has its receipt, without which it would not pop up")
  func receipts() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: Date())

      let missing = try await pool.all(
        """
        SELECT number FROM notification
        WHERE user_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM receipt WHERE notification_number = number AND receipt.user_id = notification.user_id)
        """, as: Int.self)

      #expect(missing == [])
      await pool.close()
    }
  }

  @Test("numbers of tickets and notifications grow together with time")
  func numbers() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: Date())

      let times = try await pool.all(
        """
        SELECT created_at FROM (
          SELECT number, created_at FROM ticket UNION ALL SELECT number, created_at FROM notification) AS entry
        ORDER BY number
        """, as: Date.self)

      #expect(times.count == 48)
      #expect(times == times.sorted())
      await pool.close()
    }
  }

  @Test("an older demonstration gets them too: at the times of its own answers, for people who were there")
  func later() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let now = Date()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: now - 20 * 86_400)
      try await pool.run("DELETE FROM notification")
      try await pool.run("UPDATE app_user SET created_at = now()")

      let loaded = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: now)

      #expect(loaded == Demo.Loaded(notifications: 12))
      let raised = try await pool.first(
        """
        SELECT count(*)
        FROM notification
        JOIN message ON message.ticket_number = notification.ticket_number AND message.created_at = notification.created_at
        """, as: Int.self)
      #expect(raised == DemoNotification.all.filter(\.isRaised).count)
      let late = try await pool.first(
        "SELECT count(*) FROM app_user WHERE created_at > \(now - 364 * 86_400)", as: Int.self)
      #expect(late == 0)
      await pool.close()
    }
  }

  private func principal(_ person: DemoPerson, _ pool: Pool) async throws -> Principal {
    let found = try await pool.first(
      "SELECT id, account_id FROM app_user WHERE email = \(person.rawValue)", as: Identity.self)
    let identity = try #require(found)
    return Principal(userId: identity.id, name: person.name, role: person.role, accountId: identity.accountId)
  }

  private struct Identity: Decodable {
    let id: UUID
    let accountId: UUID?
  }
}

extension DemoNotification.State {
  fileprivate var isPostponed: Bool {
    if case .postponed = self { true } else { false }
  }

  fileprivate var word: String {
    switch self {
    case .unread: "unread"
    case .read: "read"
    case .deleted: "deleted"
    case .postponed: "postponed"
    }
  }
}
