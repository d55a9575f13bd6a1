import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Admin

@Suite("The demonstration")
struct DemoTests {
  static let hostKey = "0123456789abcdef0123456789abcdef"

  @Test("a second loading changes nothing")
  func idempotent() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let first = try await Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())
      let before = try await fingerprint(pool)

      let second = try await Demo(pool: pool).load(hostKey: Self.hostKey, now: Date() + 40 * 86_400)

      #expect(first == Demo.Loaded(people: 7, tickets: 36, notifications: 12))
      #expect(second == .nothing)
      #expect(try await fingerprint(pool) == before)
      await pool.close()
    }
  }

  @Test("everybody of the two hotels and of support can sign in")
  func signIns() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())

      let people = try await pool.actingAsSystem { db in
        try await db.all(
          """
          SELECT email, app_user.external_id, role, account.name AS account, account.external_id AS account_id,
            integration.kid, password_hash
          FROM app_user
          LEFT JOIN account ON account.id = app_user.account_id
          LEFT JOIN integration ON integration.id = account.integration_id
          ORDER BY email
          """, as: Person.self)
      }

      #expect(
        people.map(\.line) == [
          "admin@pomoc.example admin", "agent2@pomoc.example agent", "agent@pomoc.example agent",
          "owner@baltyk.example manager owner Hotel Bałtyk baltyk demo",
          "owner@tatry.example manager owner Hotel Tatry tatry demo",
          "reception@baltyk.example member reception Hotel Bałtyk baltyk demo",
          "reception@tatry.example member reception Hotel Tatry tatry demo",
        ])
      #expect(Password.verify("pomoc-demo", against: people.first?.passwordHash))
      #expect(Set(people.map(\.passwordHash)).count == 1)
      await pool.close()
    }
  }

  @Test("a changed key of the host page replaces the old one, and nothing else")
  func changedKey() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())
      let other = String(Self.hostKey.reversed())

      let second = try await Demo(pool: pool).load(hostKey: other, now: Date())

      let keys = try await pool.all("SELECT key FROM integration WHERE kid = 'demo'", as: [UInt8].self)
      #expect(keys == [Array(other.utf8)])
      #expect(second == .nothing)
      await pool.close()
    }
  }

  @Test("a person who came through the host page before gets the password")
  func metBefore() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let (account, person) = (UUID.v7(), UUID.v7())
      try await pool.actingAsSystem { db in
        let key = try SigningKey(.hs256, reading: Self.hostKey)
        let integration = try await IntegrationRepository(db: db).set(kid: "demo", issuer: "planer.example", key: key)
        try await db.run(
          """
          INSERT INTO account (id, name, integration_id, external_id)
          VALUES (\(account), 'Hotel Bałtyk', \(integration), 'baltyk')
          """)
        try await db.run(
          """
          INSERT INTO app_user (id, account_id, external_id, name, role)
          VALUES (\(person), \(account), 'reception', 'Katarzyna Zielińska', 'member')
          """)
      }

      _ = try await Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())

      let ids = try await pool.actingAsSystem { db in
        try await db.all("SELECT id FROM app_user WHERE email = 'reception@baltyk.example'", as: UUID.self)
      }
      #expect(ids == [person])
      await pool.close()
    }
  }

  @Test("two installers at once load it once")
  func concurrent() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      async let one = Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())
      async let other = Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())

      let loaded = try await [one.tickets, other.tickets]
      #expect(loaded.sorted() == [0, 36])
      await pool.close()
    }
  }

  @Test("an account of the demonstration sees its own tickets and no notes")
  func walls() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: Self.hostKey, now: Date())
      let joanna = try await pool.actingAsSystem { db in
        try await db.all(
          "SELECT id, account_id FROM app_user WHERE email = 'reception@tatry.example'", as: Identity.self)
      }
      let service = database.pool(as: LoginRole.tickets.rawValue)
      let principal = Principal(
        userId: try #require(joanna.first?.id), name: "Joanna", role: .member, accountId: joanna.first?.accountId)

      let seen = try await service.acting(as: principal) { db in
        try await db.all(
          """
          SELECT (SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM message WHERE internal) AS notes,
            (SELECT count(*) FROM attachment) AS files
          """, as: Seen.self)
      }

      #expect(seen == [Seen(tickets: 14, notes: 0, files: 1)])
      await service.close()
      await pool.close()
    }
  }

  /// All that a loading writes, in a few words; of the readings one person's, since nobody sees everybody's.
  private func fingerprint(_ pool: Pool) async throws -> [String] {
    let kasia = try await pool.actingAsSystem { db in
      try await db.all("SELECT id FROM app_user WHERE email = 'reception@baltyk.example'", as: UUID.self)
    }
    let user = try #require(kasia.first).text
    return try await pool.transaction(settings: [("pomoc.role", "system"), ("pomoc.user", user)]) { db in
      try await db.all(
        """
        SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM app_user t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM account t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM integration t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM topic t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ticket t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM message t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM attachment t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ticket_reading t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM notification t
        UNION ALL SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM receipt t
        """)
    }
  }

  private struct Person: Decodable {
    let email: String
    let externalId: String?
    let role: String
    let account: String?
    let accountId: String?
    let kid: String?
    let passwordHash: String?

    var line: String { [email, role, externalId, account, accountId, kid].compactMap(\.self).joined(separator: " ") }
  }

  private struct Identity: Decodable {
    let id: UUID
    let accountId: UUID?
  }

  private struct Seen: Decodable, Equatable {
    let tickets: Int
    let notes: Int
    let files: Int
  }
}
