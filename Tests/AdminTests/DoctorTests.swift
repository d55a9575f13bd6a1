import Domain
import Foundation
import Postgres
import Schema
import ServiceKit
import TestSupport
import Testing

@testable import Admin

@Suite("The doctor")
struct DoctorTests {
  @Test("finds nothing wrong with a fresh demonstration")
  func healthy() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: Date())

      let findings = await examine(database, passwords: [.gateway: "test", .tickets: "test", .notifications: "test"])

      #expect(findings.filter { !$0.isSound } == [])
      #expect(findings.map(\.text).contains("stored files with the right length and checksum: 4"))
      #expect(findings.map(\.text).contains("role pomoc_tickets signs in with TICKETS_DATABASE_PASSWORD"))
      #expect(findings.map(\.text).contains("role pomoc_notifications signs in with NOTIFICATIONS_DATABASE_PASSWORD"))
      #expect(findings.map(\.text).contains("no fact waits in the outbox"))
      await pool.close()
    }
  }

  @Test("finds a table whose row-level security was switched off, or does not bind its owner")
  func openTable() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      try await pool.run("ALTER TABLE message NO FORCE ROW LEVEL SECURITY")
      try await pool.run("ALTER TABLE ticket DISABLE ROW LEVEL SECURITY")
      try await pool.run("CREATE TABLE invoice (id bigint)")

      let ill = await examine(database).filter { !$0.isSound }

      #expect(ill.map(\.text).contains("row-level security on table message does not bind its owner"))
      #expect(ill.map(\.text).contains("table ticket has no row-level security: accounts can see each other's rows"))
      #expect(ill.map(\.text).contains("table invoice has no row-level security: accounts can see each other's rows"))
      #expect(ill.first { $0.text.contains("message") }?.hint == "ALTER TABLE message FORCE ROW LEVEL SECURITY")
      await pool.close()
    }
  }

  @Test("finds damaged files: a changed byte, a missing chunk")
  func damagedFile() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: Date())
      _ = try await pool.transaction(settings: [("pomoc.role", "agent")]) { db in
        try await db.run(
          """
          UPDATE attachment_chunk
          SET bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100))
          WHERE attachment_id = (SELECT id FROM attachment WHERE name = 'drukarka-dziennik.txt')
          """)
        try await db.run(
          """
          DELETE FROM attachment_chunk
          WHERE attachment_id = (SELECT id FROM attachment WHERE name = 'goście stali.csv')
          """)
      }

      let ill = await examine(database).filter { !$0.isSound }

      #expect(ill.count == 1)
      #expect(ill.first?.text.hasPrefix("damaged files: 2 of 4 (") == true)
      await pool.close()
    }
  }

  @Test("finds files that were left over and tickets without a message")
  func leftOvers() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      _ = try await Demo(pool: pool).load(hostKey: DemoTests.hostKey, now: Date())
      let anna = try await pool.actingAsSystem { db in
        try await db.all("SELECT id FROM app_user WHERE email = 'agent@pomoc.example'", as: UUID.self)
      }
      let id = try #require(anna.first)
      _ = try await pool.transaction(settings: [("pomoc.role", "agent"), ("pomoc.user", id.text)]) { db in
        try await db.run(
          """
          INSERT INTO attachment (id, uploader_id, name, media_type, created_at)
          VALUES (\(UUID.v7()), \(id), 'pół.png', 'image/png', now() - interval '3 hours')
          """)
        try await db.run("DELETE FROM message WHERE ticket_number = 100001")
      }

      let ill = await examine(database).filter { !$0.isSound }.map(\.text)

      #expect(ill == ["tickets without a message: 100001", "files older than two hours that belong to no message: 1"])
      await pool.close()
    }
  }

  @Test("finds an old schema and stops there")
  func oldSchema() async throws {
    try await withEmptyDatabase { database in
      let configuration = Pool.Configuration(url: database.url())
      _ = try await Migrator(Array(Schema.migrations.prefix(1)), configuration).migrate()

      let findings = await examine(database)

      #expect(findings.count == 2)
      #expect(findings.last?.text == "the schema is at version 1, this program needs \(Schema.version)")
      #expect(findings.last?.hint?.contains("pomoc migrate") == true)
    }
  }

  @Test("finds that a service cannot sign in, that nobody is an admin, and a database that is not there")
  func nobody() async throws {
    try await withTestDatabase { database in
      let ill = await examine(database, passwords: [.gateway: "wrong"]).filter { !$0.isSound }

      #expect(ill.count == 2)
      #expect(ill.first?.text.hasPrefix("role pomoc_gateway cannot sign in with GATEWAY_DATABASE_PASSWORD") == true)
      #expect(ill.last?.text == "no admin can sign in")
    }
    let nowhere = Doctor(database: .init(url: "postgres://nobody:x@127.0.0.1:1/nothing"), passwords: [:])
    let findings = await nowhere.findings().reduce(into: []) { $0.append($1) }
    #expect(findings.map(\.isSound) == [false])
    #expect(findings.first?.hint?.hasPrefix("cannot reach the database") == true)
  }

  private func examine(_ database: TestDatabase, passwords: [LoginRole: String] = [:]) async -> [Finding] {
    await Doctor(database: .init(url: database.url()), passwords: passwords).findings()
      .reduce(into: []) { $0.append($1) }
  }
}
