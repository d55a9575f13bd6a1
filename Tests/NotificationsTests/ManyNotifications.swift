import Domain
import Foundation
import Postgres
import TestSupport
import Testing

/// A database with 120,000 notifications, made once for a suite: 5,000 of them of the hotel Bałtyk's reception, 40,000
/// of a colleague, 3,000 for all of the hotel and 300 for everyone.
struct ManyNotifications: SuiteTrait, TestScoping {
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
        samples: try await Samples.insert(into: database), pool: database.pool(as: "pomoc_notifications", size: 2),
        owner: database.pool(size: 1))
      try await fill(world)
      try await Self.$current.withValue(world, operation: function)
    }
  }

  /// Of the personal ones all are read but every 250th; of the others the reception has read all but every hundredth.
  private func fill(_ world: World) async throws {
    let samples = world.samples
    try await world.owner.transaction { db in
      try await db.run("SET LOCAL session_replication_role = replica")
      try await db.run("UPDATE app_user SET created_at = '2020-01-01'")
      for (count, account, user) in [
        (5_000, samples.baltyk.id, samples.reception.userId), (40_000, samples.baltyk.id, samples.owner.userId),
        (3_000, samples.baltyk.id, nil), (300, nil, nil), (60_000, samples.tatry.id, samples.tatryOwner.userId),
        (11_700, samples.tatry.id, nil),
      ] as [(Int, UUID?, UUID?)] {
        try await db.run(
          """
          INSERT INTO notification (account_id, user_id, sender_id, topic, text, created_at)
          SELECT \(account), \(user), \(samples.agent.userId), 'Temat ' || n % 40, 'Treść ' || n,
            '2026-07-01 12:00Z'::timestamptz - n * 7919 % 200000 * interval '1 min'
          FROM generate_series(1, \(count)) AS n
          """)
      }
      try await db.run(
        """
        INSERT INTO receipt (notification_number, user_id, read_at)
        SELECT number, user_id, CASE WHEN number % 250 <> 0 THEN created_at END
        FROM notification WHERE user_id IS NOT NULL
        """)
      try await db.run(
        """
        INSERT INTO receipt (notification_number, user_id, read_at)
        SELECT number, \(samples.reception.userId), created_at
        FROM notification
        WHERE user_id IS NULL AND COALESCE(account_id, \(samples.baltyk.id)) = \(samples.baltyk.id) AND number % 100 <> 0
        """)
    }
    try await world.owner.run("VACUUM (ANALYZE) notification, receipt, account, app_user")
  }
}
