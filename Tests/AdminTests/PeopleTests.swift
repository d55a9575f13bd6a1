import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Admin

@Suite("Accounts, users and keys of the operator's command")
struct PeopleTests {
  @Test("a second person cannot sign in with the same address, however it is written")
  func oneSignIn() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      try await add(
        .init(name: "Ewa", email: "ewa@pomoc.example", role: .admin, locale: .pl, account: nil), to: pool)

      await #expect(throws: Refusal.self) {
        try await add(
          .init(name: "Ewa II", email: " EWA@pomoc.example", role: .agent, locale: .en, account: nil), to: pool)
      }
      let count: Int? = try await pool.actingAsSystem { db in try await db.first("SELECT count(*) FROM app_user") }
      #expect(count == 1)
      await pool.close()
    }
  }

  @Test("a password is kept as a hash; a new one ends the sessions")
  func password() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let account = try await pool.actingAsSystem { db in try await AccountRepository(db: db).add(name: "Hotel Wisła") }
      let user = try await add(
        .init(name: "Ola", email: "ola@wisla.example", role: .member, locale: .uk, account: "Hotel Wisła"), to: pool)
      #expect(user.account == account)

      try await pool.actingAsSystem { db in
        try await db.run(
          """
          INSERT INTO session (token_hash, user_id, expires_at)
          VALUES (\(Token(.session).sha256), \(user.id), now() + interval '1 hour')
          """)
        try await UserRepository(db: db).setPassword("a-new-password", email: "Ola@wisla.example")
      }

      let hashes = try await pool.actingAsSystem { db in
        try await db.all("SELECT password_hash FROM app_user", as: String.self)
      }
      let sessions: Int? = try await pool.actingAsSystem { db in try await db.first("SELECT count(*) FROM session") }
      #expect(Password.verify("a-new-password", against: hashes.first))
      #expect(!Password.verify("the-first-password", against: hashes.first))
      #expect(sessions == 0)
      await pool.close()
    }
  }

  @Test("roles of a hotel need its account, roles of support have none, and accounts have to exist")
  func roles() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      for (role, account) in [(Role.member, nil), (.manager, nil), (.agent, "Hotel"), (.member, "Hotel")] {
        await #expect(throws: Refusal.self) {
          try await add(.init(name: "X", email: "x@y.example", role: role, locale: .pl, account: account), to: pool)
        }
      }
      await pool.close()
    }
  }

  @Test("a key acts as a person of its own, who cannot sign in, until it is revoked")
  func key() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let account = try await pool.actingAsSystem { db in try await AccountRepository(db: db).add(name: "Hotel Wisła") }

      let (id, token) = try await pool.actingAsSystem { db in
        try await KeyRepository(db: db).add(name: "PMS", role: .manager, account: account.id.text)
      }

      let owners = try await pool.actingAsSystem { db in
        try await db.all(
          """
          SELECT app_user.name, app_user.role, app_user.account_id, email, password_hash
          FROM api_key
          JOIN app_user ON app_user.id = api_key.user_id
          WHERE token_hash = \(token.sha256) AND revoked_at IS NULL
          """, as: Owner.self)
      }
      #expect(owners == [Owner(name: "PMS", role: .manager, accountId: account.id, email: nil, passwordHash: nil)])

      try await pool.actingAsSystem { db in try await KeyRepository(db: db).revoke(id) }
      try await pool.actingAsSystem { db in try await KeyRepository(db: db).revoke(id) }
      let keys = try await pool.actingAsSystem { db in try await KeyRepository(db: db).list() }
      #expect(keys.map { $0.revokedAt != nil } == [true])
      await #expect(throws: Refusal.self) {
        try await pool.actingAsSystem { db in try await KeyRepository(db: db).revoke(UUID()) }
      }
      await pool.close()
    }
  }

  @Test("generated passwords are long enough and never the same")
  func generated() throws {
    let passwords = (0..<50).map { _ in PasswordEntry.generated() }

    #expect(Set(passwords).count == 50)
    for password in passwords { try Password.validate(password) }
  }

  @discardableResult
  private func add(_ draft: UserRepository.Draft, to pool: Pool) async throws -> User {
    try await pool.actingAsSystem { db in
      try await UserRepository(db: db).add(draft, password: "the-first-password")
    }
  }

  private struct Owner: Decodable, Equatable {
    let name: String
    let role: Role
    let accountId: UUID?
    let email: String?
    let passwordHash: String?
  }
}
