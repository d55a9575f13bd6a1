import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("The wall in the database")
struct DatabaseWallTests {
  /// The tables of the tickets service whose rows belong to somebody.
  private static let tickets: [String: SQL] = [
    "attachment": "SELECT count(*) FROM attachment",
    "attachment_chunk": "SELECT count(*) FROM attachment_chunk",
    "idempotency_record": "SELECT count(*) FROM idempotency_record",
    "message": "SELECT count(*) FROM message",
    "outbox": "SELECT count(*) FROM outbox",
    "ticket": "SELECT count(*) FROM ticket",
    "ticket_reading": "SELECT count(*) FROM ticket_reading",
  ]

  /// The gateway's.
  private static let gateway: [String: SQL] = [
    "account": "SELECT count(*) FROM account",
    "api_key": "SELECT count(*) FROM api_key",
    "app_user": "SELECT count(*) FROM app_user",
    "session": "SELECT count(*) FROM session",
  ]

  /// The notifications service's; `WallTests` of its own show more of them.
  private static let notifications: [String: SQL] = [
    "notification": "SELECT count(*) FROM notification",
    "receipt": "SELECT count(*) FROM receipt",
  ]

  /// What holds nothing of an account: the schema's version, support's catalogue, the host applications' keys.
  private static let ownerless: Set<String> = ["schema_migration", "topic", "integration"]

  @Test("every table that holds an account's data has row-level security, also for its owner")
  func forced() async throws {
    try await withTickets { tickets in
      let all = try await tickets.owner.all(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
        as: String.self)
      let walled = try await tickets.owner.all(
        """
        SELECT relname FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
          AND relrowsecurity AND relforcerowsecurity
        """, as: String.self)

      #expect(Set(walled) == Set(all).subtracting(Self.ownerless))
      #expect(Set(walled) == Set(Self.tickets.keys).union(Self.gateway.keys).union(Self.notifications.keys))
    }
  }

  @Test("without settings no row is visible")
  func nobody() async throws {
    try await withTickets { tickets in
      try await tickets.fill()
      let gateway = tickets.database.pool(as: "pomoc_gateway", size: 1)
      let notifications = tickets.database.pool(as: "pomoc_notifications", size: 1)
      for (tables, pool) in [
        (Self.tickets, tickets.pool), (Self.gateway, gateway), (Self.notifications, notifications),
      ] {
        for (table, count) in tables {
          #expect(try await tickets.count(count) > 0, "\(table) is empty, so this shows nothing")
          #expect(try await pool.first(count, as: Int.self) == 0, "\(table)")
        }
      }
    }
  }

  @Test("with another account's settings none of this account's rows is visible")
  func others() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      try await tickets.fill()
      for person in [samples.tatryReception, samples.tatryOwner] {
        for (table, count) in Self.tickets {
          let seen = try await tickets.pool.acting(as: person) { try await $0.first(count, as: Int.self) }
          #expect(seen == 0, "\(table)")
        }
        let gateway = tickets.database.pool(as: "pomoc_gateway", size: 1)
        let baltyk = samples.baltyk.id
        let seen = try await gateway.acting(as: person) { db in
          try await db.first(
            """
            SELECT (SELECT count(*) FROM account WHERE id = \(baltyk))
              + (SELECT count(*) FROM app_user WHERE account_id = \(baltyk))
              + (SELECT count(*) FROM session) + (SELECT count(*) FROM api_key)
            """, as: Int.self)
        }
        #expect(seen == 0)
        let notifications = tickets.database.pool(as: "pomoc_notifications", size: 1)
        for (table, count) in Self.notifications {
          let seen = try await notifications.acting(as: person) { try await $0.first(count, as: Int.self) }
          #expect(seen == 0, "\(table)")
        }
      }
    }
  }

  @Test("with the account's own settings its rows are visible, internal notes apart")
  func own() async throws {
    try await withTickets { tickets in
      try await tickets.fill()
      for table in ["attachment", "attachment_chunk", "ticket", "ticket_reading", "idempotency_record", "message"] {
        let count = try #require(Self.tickets[table])
        let seen = try await tickets.pool.acting(as: tickets.samples.reception) {
          try await $0.first(count, as: Int.self)
        }
        #expect(seen ?? 0 > 0, "\(table)")
      }
      let notes: SQL = "SELECT count(*) FROM message WHERE internal"
      #expect(try await tickets.count(notes) == 1)
      #expect(
        try await tickets.pool.acting(as: tickets.samples.owner) { try await $0.first(notes, as: Int.self) } == 0)
      #expect(
        try await tickets.pool.acting(as: tickets.samples.agent) { try await $0.first(notes, as: Int.self) } == 1)
    }
  }

  @Test("nothing can be written into another account or in somebody else's name")
  func insertions() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let (number, file) = try await tickets.fill()
      let (intruder, victim) = (samples.tatryOwner, samples.reception)
      let statements: [String: SQL] = [
        "a ticket":
          "INSERT INTO ticket (account_id, author_id, topic) VALUES (\(samples.baltyk.id), \(intruder.userId), 'x')",
        "a message":
          """
        INSERT INTO message (id, ticket_number, account_id, author_id, side, text)
        VALUES (gen_random_uuid(), \(number), \(samples.baltyk.id), \(intruder.userId), 'user', 'x')
        """,
        "a reading": "INSERT INTO ticket_reading VALUES (\(number), \(victim.userId), now())",
        "a key":
          "INSERT INTO idempotency_record (user_id, key, fingerprint) VALUES (\(victim.userId), 'k', sha256('x'))",
        "a file":
          """
        INSERT INTO attachment (id, uploader_id, name, media_type)
        VALUES (gen_random_uuid(), \(victim.userId), 'x', 'x')
        """,
        "a chunk": "INSERT INTO attachment_chunk VALUES (\(file), 7, 'x')",
        "an event": "INSERT INTO outbox (service, event) VALUES ('pomoc_gateway', '{}')",
      ]
      for (name, statement) in statements {
        let error = await #expect(throws: PostgresError.self, "\(name)") {
          _ = try await tickets.pool.acting(as: intruder) { try await $0.run(statement) }
        }
        #expect(error?.sqlState == "42501", "\(name): \(error.debugDescription)")
      }
    }
  }

  @Test("another account's rows can be neither changed nor removed, and none can be moved there")
  func changes() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let (number, _) = try await tickets.fill()
      for statement: SQL in [
        "UPDATE ticket SET topic = 'x'", "UPDATE attachment SET name = 'x'", "DELETE FROM attachment",
        "DELETE FROM attachment_chunk", "UPDATE ticket_reading SET read_at = now()",
        "UPDATE idempotency_record SET body = NULL", "DELETE FROM idempotency_record", "DELETE FROM outbox",
        "UPDATE ticket SET account_id = \(samples.tatry.id) WHERE number = \(number)",
      ] {
        let touched = try await tickets.pool.acting(as: samples.tatryOwner) { try await $0.run(statement) }
        #expect(touched == 0)
      }
      for (person, statement) in [
        (samples.reception, "UPDATE ticket SET account_id = \(samples.tatry.id)"),
        (
          samples.agent,
          """
          INSERT INTO message (id, ticket_number, account_id, author_id, side, text)
          VALUES (gen_random_uuid(), \(number), \(samples.tatry.id), \(samples.agent.userId), 'support', 'x')
          """
        ),
        (
          samples.reception,
          """
          INSERT INTO message (id, ticket_number, account_id, author_id, side, text, internal)
          VALUES (gen_random_uuid(), \(number), \(samples.baltyk.id), \(samples.reception.userId), 'support', 'x', true)
          """
        ),
      ] as [(Principal, SQL)] {
        let error = await #expect(throws: PostgresError.self) {
          _ = try await tickets.pool.acting(as: person) { try await $0.run(statement) }
        }
        #expect(["42501", "23503"].contains(error?.sqlState))
      }
    }
  }

  @Test("settings end with their transaction")
  func settings() async throws {
    try await withTickets { tickets in
      try await tickets.fill()
      let single = tickets.database.pool(as: "pomoc_tickets", size: 1)
      let count = try #require(Self.tickets["ticket"])
      let inside = try await single.acting(as: tickets.samples.reception) { try await $0.first(count, as: Int.self) }
      #expect(inside == 1)
      #expect(try await single.first(count, as: Int.self) == 0)
    }
  }

  @Test("the desk's search answers nobody but support")
  func search() async throws {
    try await withTickets { tickets async throws in
      try await tickets.fill()
      let matches: SQL = "SELECT count(*) FROM ticket_matching('%')"
      func seen(_ person: Principal) async throws -> Int? {
        try await tickets.pool.acting(as: person) { try await $0.first(matches, as: Int.self) }
      }
      #expect(try await seen(tickets.samples.agent) == 1)
      #expect(try await seen(tickets.samples.reception) == 0)
      #expect(try await seen(tickets.samples.tatryOwner) == 0)
      #expect(try await tickets.pool.first(matches, as: Int.self) == 0)
    }
  }

  @Test("names are shown of one's own account and of support alone")
  func names() async throws {
    try await withTickets { tickets async throws in
      let samples = tickets.samples
      func seen(_ person: Principal) async throws -> Set<String> {
        Set(
          try await tickets.pool.acting(as: person) { db in
            try await db.all("SELECT name FROM person UNION ALL SELECT name FROM account_name", as: String.self)
          })
      }
      let support = [samples.agent, samples.secondAgent, samples.admin].map(\.name)
      #expect(
        try await seen(samples.tatryOwner)
          == Set(support + [samples.tatryOwner.name, samples.tatryReception.name, samples.tatry.name]))
      #expect(try await seen(samples.agent).count == samples.all.count + 2)
      #expect(try await tickets.pool.all("SELECT name FROM person", as: String.self) == [])
      #expect(try await tickets.pool.all("SELECT name FROM account_name", as: String.self) == [])
    }
  }
}

extension TicketsApp {
  /// Something of the first account in every table; answers with a ticket's number and its file's id.
  @discardableResult
  func fill() async throws -> (number: Int, file: UUID) {
    let file = try await attach(as: samples.reception)
    let draft: Fields = ["topic": "Drukarka", "message": "x", "attachment_id": file.id.text]
    let answer = try await post("/tickets", as: samples.reception, json: draft, key: "form-1")
    let number = try answer.ticket.number
    try await reply(to: number, as: samples.agent)
    try await reply(to: number, as: samples.agent, text: "Notatka", internal: true)
    _ = try await show(number, as: samples.reception)
    try await owner.run(
      """
      INSERT INTO session (token_hash, user_id, expires_at)
      VALUES (sha256('s'), \(samples.reception.userId), now() + interval '1 hour')
      """)
    try await owner.run(
      "INSERT INTO api_key (id, token_hash, user_id) VALUES (gen_random_uuid(), sha256('k'), \(samples.owner.userId))")
    try await owner.run(
      """
      WITH sent AS (
        INSERT INTO notification (account_id, user_id, sender_id, topic, text)
        VALUES (\(samples.baltyk.id), \(samples.reception.userId), \(samples.agent.userId), 'Przerwa', 'x')
        RETURNING number, user_id
      )
      INSERT INTO receipt (notification_number, user_id) SELECT number, user_id FROM sent
      """)
    return (number, file.id)
  }
}
