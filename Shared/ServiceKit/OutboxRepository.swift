import Foundation
import Postgres

/// The outbox as its relay sees it: the facts of the role that is signed in.
struct OutboxRepository {
  let db: any Database

  /// A fact that is claimed until the transaction ends.
  struct Fact: Decodable {
    let id: Int
    /// JSON of an ``Event``.
    let event: String
    let requestId: String?
    let attempts: Int
  }

  struct Backlog: Decodable {
    let waiting: Int
    /// For how long the oldest has been waiting, in seconds.
    let oldest: Double
    let setAside: Int
  }

  /// Claims facts that are due, in their order; none behind another one of the same ticket.
  func claim(_ limit: Int) async throws -> [Fact] {
    try await db.all(
      """
      SELECT id, event::text AS event, request_id, attempts
      FROM outbox
      WHERE service = current_user AND set_aside_at IS NULL AND due_at <= clock_timestamp()
        AND NOT EXISTS (
          SELECT FROM outbox AS earlier
          WHERE earlier.subject = outbox.subject AND earlier.id < outbox.id AND earlier.set_aside_at IS NULL
            AND earlier.service = current_user
        )
      ORDER BY id
      LIMIT \(limit)
      FOR UPDATE SKIP LOCKED
      """, as: Fact.self)
  }

  func delete(_ ids: [Int]) async throws {
    try await db.run("DELETE FROM outbox WHERE id = ANY(\(ids))")
  }

  /// Remembers a refusal, and when to try again.
  func refuse(_ id: Int, _ failure: String, pause: Duration, isLast: Bool) async throws {
    try await db.run(
      """
      UPDATE outbox
      SET attempts = attempts + 1, failure = \(failure),
        due_at = clock_timestamp() + interval '1 second' * \(pause / .seconds(1)),
        set_aside_at = CASE WHEN \(isLast) THEN clock_timestamp() END
      WHERE id = \(id)
      """)
  }

  func backlog() async throws -> Backlog {
    let backlog = try await db.first(
      """
      SELECT count(*) FILTER (WHERE set_aside_at IS NULL) AS waiting,
        COALESCE(EXTRACT(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE set_aside_at IS NULL)), 0)::float8
          AS oldest,
        count(*) FILTER (WHERE set_aside_at IS NOT NULL) AS set_aside
      FROM outbox
      WHERE service = current_user
      """, as: Backlog.self)
    return backlog ?? Backlog(waiting: 0, oldest: 0, setAside: 0)
  }
}
