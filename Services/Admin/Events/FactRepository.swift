import Foundation
import Postgres

/// The facts in the outbox of every service, as the operator sees them.
struct FactRepository {
  let db: any Database

  /// A fact that was refused too often, as one line.
  struct Fact: Decodable, CustomStringConvertible {
    let id: Int
    let kind: String?
    let ticketNumber: Int?
    let attempts: Int
    let setAsideAt: Date
    let failure: String?

    var description: String {
      let subject = "\(kind ?? "of no kind") of ticket \(ticketNumber.map(String.init) ?? "–")"
      let reason = (failure ?? "no reason is known").replacing(/\s+/, with: " ").prefix(300)
      return "\(id) · \(subject) · attempts: \(attempts) · since \(setAsideAt.formatted(.iso8601)) · \(reason)"
    }
  }

  /// What is in the outbox.
  struct Backlog: Decodable {
    let waiting: Int
    /// How long the oldest has been waiting, in seconds; nil when none is.
    let age: Double?
    let setAside: Int

    /// The age in words.
    var oldest: String {
      let minutes = Int(age ?? 0) / 60
      return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
  }

  func backlog() async throws -> Backlog {
    let backlog = try await db.first(
      """
      SELECT count(*) FILTER (WHERE set_aside_at IS NULL) AS waiting,
        EXTRACT(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE set_aside_at IS NULL))::float8 AS age,
        count(*) FILTER (WHERE set_aside_at IS NOT NULL) AS set_aside
      FROM outbox
      """, as: Backlog.self)
    return backlog ?? Backlog(waiting: 0, age: nil, setAside: 0)
  }

  /// Those that were set aside, oldest first.
  func setAside(limit: Int? = nil) async throws -> [Fact] {
    try await db.all(
      """
      SELECT id, event ->> 'kind' AS kind, subject AS ticket_number, attempts, set_aside_at, failure
      FROM outbox
      WHERE set_aside_at IS NOT NULL
      ORDER BY id
      LIMIT \(limit)
      """)
  }

  /// Puts facts that were set aside, one or all, back on the road as if they had never been tried; the relays hear of it.
  /// - Returns: how many.
  func retry(_ id: Int?) async throws -> Int {
    try await db.run(
      """
      UPDATE outbox
      SET attempts = 0, due_at = clock_timestamp(), set_aside_at = NULL, failure = NULL
      WHERE set_aside_at IS NOT NULL AND (\(id)::bigint IS NULL OR id = \(id))
      RETURNING pg_notify('outbox', service)
      """)
  }
}
