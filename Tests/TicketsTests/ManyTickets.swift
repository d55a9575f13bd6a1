import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

/// A database with 200,000 tickets, 10,000 of them of the hotel Bałtyk, made once for a suite.
struct ManyTickets: SuiteTrait, TestScoping {
  struct World: Sendable {
    let samples: Samples
    /// The service's role.
    let pool: Pool
    let owner: Pool
  }

  @TaskLocal static var current: World?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTestDatabase { database in
      let world = World(
        samples: try await Samples.insert(into: database), pool: database.pool(as: "pomoc_tickets", size: 2),
        owner: database.pool(size: 1))
      try await fill(world)
      try await Self.$current.withValue(world, operation: function)
    }
  }

  /// Every twentieth ticket is Bałtyk's. Foreign keys are not checked, and indexes are built at the end: row by row both
  /// would take most of the time.
  private func fill(_ world: World) async throws {
    let samples = world.samples
    try await world.owner.transaction { db in
      try await db.run("SET LOCAL session_replication_role = replica")
      try await db.run(
        """
        CREATE TEMPORARY TABLE dropped ON COMMIT DROP AS
        SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
        WHERE indrelid IN ('ticket'::regclass, 'message'::regclass) AND NOT indisunique
        """)
      try await db.run(
        """
        DO $$
        DECLARE name text;
        BEGIN
          FOR name IN SELECT dropped.name FROM dropped LOOP EXECUTE 'DROP INDEX ' || name; END LOOP;
        END $$
        """)
      try await db.run(
        """
        INSERT INTO account (id, name)
        SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Hotel ' || n FROM generate_series(0, 189) AS n
        """)
      try await db.run(
        """
        INSERT INTO ticket (account_id, author_id, assignee_id, topic, importance, status, updated_at, answer_due_at)
        SELECT
          CASE WHEN n % 20 = 0 THEN \(samples.baltyk.id)
            ELSE ('00000000-0000-7000-8000-' || lpad((n % 190)::text, 12, '0'))::uuid END,
          CASE WHEN n % 40 = 0 THEN \(samples.reception.userId) ELSE \(samples.owner.userId) END,
          CASE WHEN n % 7 = 0 THEN \(samples.agent.userId) END,
          'Temat ' || n / 20 % 60,
          (ARRAY['low', 'normal', 'normal', 'normal', 'high', 'critical'])[1 + n / 20 % 6],
          (ARRAY['new', 'in_progress', 'waiting', 'resolved', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'])
            [1 + n / 20 % 10],
          '2026-07-01 12:00Z'::timestamptz - n * 7919 % 200000 * interval '1 min',
          CASE WHEN n % 3 = 0 THEN '2026-07-01 12:00Z'::timestamptz + n * interval '1 min' END
        FROM generate_series(1, 200000) AS n
        """)
      try await db.run(
        """
        INSERT INTO message (id, ticket_number, account_id, author_id, side, text, created_at)
        SELECT gen_random_uuid(), number, account_id, author_id, 'user',
          CASE WHEN number % 50000 = 0 THEN 'Brak kardamonu' ELSE 'Proszę o pomoc w pokoju ' || number % 300 END,
          updated_at
        FROM ticket
        """)
      try await db.run(
        """
        DO $$
        DECLARE definition text;
        BEGIN
          FOR definition IN SELECT dropped.definition FROM dropped LOOP EXECUTE definition; END LOOP;
        END $$
        """)
    }
    try await world.owner.run("VACUUM (ANALYZE) ticket, message, account, app_user, ticket_reading")
  }
}

extension Plan {
  /// The part that finds the page: the first `Limit` over tickets and what is below it.
  var page: [Node] {
    root.all.first { $0.type == "Limit" && $0.all.contains { $0.relation == "ticket" } }?.all ?? []
  }
}
