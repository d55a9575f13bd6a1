import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The services' roles in the database")
struct RoleTests {
  private static let tickets: Set = [
    "ticket", "message", "attachment", "attachment_chunk", "ticket_reading", "topic", "idempotency_record", "outbox",
  ]
  private static let gateway: Set = ["account", "app_user", "session", "api_key", "integration"]
  private static let notifications: Set = ["notification", "receipt", "idempotency_record"]
  private static let roles = ["pomoc_tickets", "pomoc_gateway", "pomoc_notifications"]

  @Test("a role reaches its own service's tables and no other's")
  func tables() async throws {
    try await withTestDatabase { database async throws in
      let owner = database.pool(size: 1)
      func reachable(_ role: String) async throws -> Set<String> {
        let names = try await owner.all(
          """
          SELECT relname FROM pg_class
          WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace
            AND (has_table_privilege(\(role)::name, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
              OR has_any_column_privilege(\(role)::name, oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
          """, as: String.self)
        return Set(names)
      }

      #expect(
        try await reachable("pomoc_tickets")
          == Self.tickets.union(["schema_migration", "person", "account_name", "received_notification"]))
      #expect(
        try await reachable("pomoc_notifications")
          == Self.notifications.union([
            "schema_migration", "person", "account_name", "recipient", "received_notification", "notification_answer",
          ]))
      #expect(try await reachable("pomoc_gateway") == Self.gateway.union(["schema_migration"]))
    }
  }

  @Test("no role may empty a table past its policies, watch it, or change messages, notifications and the schema")
  func dangerous() async throws {
    try await withTestDatabase { database in
      let owner = database.pool(size: 1)
      for role in Self.roles {
        let found = try await owner.all(
          """
          SELECT relname || ' ' || privilege
          FROM pg_class, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
          WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace
            AND has_table_privilege(\(role)::name, oid, privilege)
          UNION ALL
          SELECT relname || ' ' || privilege
          FROM unnest(ARRAY['message', 'notification']) AS relname, unnest(ARRAY['UPDATE', 'DELETE']) AS privilege
          WHERE has_table_privilege(\(role)::name, relname, privilege)
          UNION ALL
          SELECT 'receipt DELETE' WHERE has_table_privilege(\(role)::name, 'receipt', 'DELETE')
          UNION ALL
          SELECT 'schema ' || privilege FROM unnest(ARRAY['CREATE']) AS privilege
          WHERE has_schema_privilege(\(role)::name, 'public', privilege)
          UNION ALL
          SELECT 'owns ' || relname FROM pg_class WHERE relowner = \(role)::regrole
          """, as: String.self)
        #expect(found == [], "\(role)")
      }
    }
  }

  @Test("a role is an ordinary one: it passes no policy by and belongs to nobody")
  func ordinary() async throws {
    try await withTestDatabase { database in
      let owner = database.pool(size: 1)
      let special = try await owner.all(
        """
        SELECT rolname FROM pg_roles
        WHERE rolname LIKE 'pomoc\\_%'
          AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication
            OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid))
        """, as: String.self)
      let count = try await owner.first(
        "SELECT count(*) FROM pg_roles WHERE rolname = ANY(\(Self.roles))", as: Int.self)

      #expect(special == [])
      #expect(count == Self.roles.count)
    }
  }
}
