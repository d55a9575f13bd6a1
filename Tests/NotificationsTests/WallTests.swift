import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("The wall in the database around notifications")
struct WallTests {
  private static let sources: [String: SQL] = [
    "notification": "SELECT count(*) FROM notification",
    "receipt": "SELECT count(*) FROM receipt",
    "received_notification": "SELECT count(*) FROM received_notification",
    "recipient": "SELECT count(*) FROM recipient",
    "notification_answer": "SELECT count(*) FROM notification_answer",
  ]

  @Test("without settings nothing is visible")
  func nobody() async throws {
    try await withNotifications { app in
      try await app.fill()
      for (name, count) in Self.sources {
        #expect(try await app.pool.first(count, as: Int.self) == 0, "\(name)")
      }
    }
  }

  @Test("people see what is for them, and of the receipts only their own; support sees all, but receives nothing")
  func seen() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.fill()
      let expected: [(Principal, [String: Int])] = [
        (samples.reception, ["notification": 4, "receipt": 3, "received_notification": 3, "notification_answer": 1]),
        (samples.owner, ["notification": 3, "receipt": 1, "received_notification": 3, "notification_answer": 1]),
        (samples.tatryReception, ["notification": 1, "receipt": 0, "received_notification": 1]),
        (samples.tatryOwner, ["notification": 1, "receipt": 1, "received_notification": 1]),
        (samples.agent, ["notification": 4, "receipt": 5, "recipient": 4, "notification_answer": 1]),
        (samples.admin, ["notification": 4, "receipt": 5, "recipient": 4, "notification_answer": 1]),
      ]
      for (person, counts) in expected {
        for (name, count) in Self.sources {
          let seen = try await app.pool.acting(as: person) { try await $0.first(count, as: Int.self) }
          #expect(seen == counts[name] ?? 0, "\(name) as \(person.name)")
        }
      }
    }
  }

  @Test("a receipt shows to its user and to support alone, whoever asks for it by name")
  func receipts() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.fill()
      let reception = samples.reception.userId
      for person in samples.all {
        let seen = try await app.pool.acting(as: person) {
          try await $0.first("SELECT count(*) FROM receipt WHERE user_id = \(reception)", as: Int.self)
        }
        #expect(seen == (person.isSupport || person == samples.reception ? 3 : 0), "\(person.name)")
      }
    }
  }

  @Test("only support sends, and nobody makes a receipt of what they did not receive or in another's name")
  func insertions() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let filled = try await app.fill()
      func receipt(of number: Int, for person: Principal, read: Bool = true) -> SQL {
        """
        INSERT INTO receipt (notification_number, user_id, read_at)
        VALUES (\(number), \(person.userId), \(read ? Date() : nil))
        """
      }
      let notification: SQL = """
        INSERT INTO notification (account_id, sender_id, topic, text)
        VALUES (\(samples.baltyk.id), \(samples.agent.userId), 'x', 'x')
        """
      let (reception, owner, foreigner) = (samples.reception, samples.owner, samples.tatryReception)
      for (name, person, statement) in [
        ("a user sends", owner, notification), ("a foreigner sends", foreigner, notification),
        ("another account's", foreigner, receipt(of: filled.shared, for: foreigner)),
        ("another user's", owner, receipt(of: filled.personal, for: owner)),
        ("excluded from it", reception, receipt(of: filled.excluding, for: reception)),
        ("for a colleague", owner, receipt(of: filled.shared, for: reception)),
        ("support reads for a user", samples.agent, receipt(of: filled.general, for: foreigner)),
      ] {
        let error = await #expect(throws: PostgresError.self, "\(name)") {
          _ = try await app.pool.acting(as: person) { try await $0.run(statement) }
        }
        #expect(error?.sqlState == "42501", "\(name): \(error.debugDescription)")
      }
      for (person, statement) in [
        (foreigner, receipt(of: filled.general, for: foreigner)),
        (samples.agent, notification), (samples.agent, receipt(of: filled.shared, for: owner, read: false)),
      ] {
        #expect(try await app.pool.acting(as: person) { try await $0.run(statement) } == 1)
      }
    }
  }

  @Test("nobody changes another's receipt, support not either, and none can be given away")
  func changes() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.fill()
      let reception = samples.reception.userId
      for person in samples.all where person != samples.reception {
        let touched = try await app.pool.acting(as: person) {
          try await $0.run("UPDATE receipt SET read_at = now(), remind_at = NULL WHERE user_id = \(reception)")
        }
        #expect(touched == 0, "\(person.name)")
      }
      #expect(try await app.pool.run("UPDATE receipt SET deleted_at = now()") == 0)

      let error = await #expect(throws: PostgresError.self) {
        _ = try await app.pool.acting(as: samples.owner) {
          try await $0.run("UPDATE receipt SET user_id = \(samples.tatryReception.userId)")
        }
      }
      #expect(error?.sqlState == "42501")
    }
  }

  @Test("what was sent stands: no role of a service changes or removes it, or a receipt")
  func permanence() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.fill()
      for statement: SQL in [
        "UPDATE notification SET text = 'x'", "DELETE FROM notification", "DELETE FROM receipt", "TRUNCATE receipt",
      ] {
        for person in [samples.reception, samples.agent] {
          let error = await #expect(throws: PostgresError.self) {
            _ = try await app.pool.acting(as: person) { try await $0.run(statement) }
          }
          #expect(error?.sqlState == "42501")
        }
      }
    }
  }
}

extension NotificationsApp {
  /// One notification of each kind, with receipts, and a ticket that answers one.
  ///
  /// The reception has a personal one, both of the hotel share one, and one more from which the reception is excluded.
  @discardableResult
  fileprivate func fill() async throws -> (personal: Int, shared: Int, excluding: Int, general: Int) {
    let personal = try await send(to: .user(samples.reception))
    let shared = try await send(to: .account(samples.baltyk))
    let general = try await send(to: .everyone)
    try await set(samples.baltyk, audience: .account)
    let ticket = try await self.ticket(of: samples.reception, answering: personal)
    let excluding = try await tell(
      fact(.ticketChanged, by: samples.reception, on: ticket, status: .closed, from: .inProgress))
    for number in [shared, general] { try await delete(number, as: samples.reception) }
    try await read(general, as: samples.owner)
    try await postpone(general, as: samples.tatryOwner)
    return (personal, shared, excluding, general)
  }
}
