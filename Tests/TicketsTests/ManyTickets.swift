import Domain
import Foundation
import Postgres
import ServiceKit
import Synchronization
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

/// Runs statements as they are and keeps the plan that PostgreSQL had for each.
final class Explainer: Database {
  private let db: any Database
  private let kept = Mutex<[Plan]>([])

  init(_ db: any Database) { self.db = db }

  var plans: [Plan] { kept.withLock { $0 } }

  func execute(_ sql: SQL) async throws -> QueryResult {
    let text = try await db.first("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) \(sql)", as: String.self)
    let plans = try JSONDecoder().decode([Plan].self, from: Data((text ?? "").utf8))
    kept.withLock { $0 += plans }
    return try await db.execute(sql)
  }

  func transaction<Output>(
    settings: [(String, String)], _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output {
    try await body(self)
  }
}

/// What `EXPLAIN (ANALYZE, FORMAT JSON)` says.
struct Plan: Decodable {
  let root: Node

  struct Node: Decodable {
    let type: String
    let relation: String?
    let index: String?
    let rows: Double
    let loops: Double
    let removed: Double?
    let children: [Node]?

    enum CodingKeys: String, CodingKey {
      case type = "Node Type"
      case relation = "Relation Name"
      case index = "Index Name"
      case rows = "Actual Rows"
      case loops = "Actual Loops"
      case removed = "Rows Removed by Filter"
      case children = "Plans"
    }

    /// The node and all below it.
    var all: [Node] { [self] + (children ?? []).flatMap(\.all) }
  }

  enum CodingKeys: String, CodingKey {
    case root = "Plan"
  }

  /// The part that finds the page: the first `Limit` over tickets and what is below it.
  var page: [Node] {
    root.all.first { $0.type == "Limit" && $0.all.contains { $0.relation == "ticket" } }?.all ?? []
  }

  /// The tables that are read from end to end.
  var scanned: Set<String> { Set(root.all.filter { $0.type.hasSuffix("Seq Scan") }.compactMap(\.relation)) }

  var indexes: Set<String> { Set(root.all.compactMap(\.index)) }

  /// How many rows of the table were looked at.
  func visited(_ table: String) -> Int {
    Int(root.all.filter { $0.relation == table }.reduce(0) { $0 + ($1.rows + ($1.removed ?? 0)) * $1.loops })
  }
}
