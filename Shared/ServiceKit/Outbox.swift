import Domain
import Logging
import Postgres

/// Where a fact waits to leave its service: written in the transaction that made it true, or not at all.
package struct Outbox {
  private let db: any Database

  package init(db: any Database) {
    self.db = db
  }

  /// The relays hear of it when the transaction commits.
  package func append(_ event: Event) async throws {
    try await db.run(
      """
      INSERT INTO outbox (event, request_id)
      VALUES (\(json: event), \(Logger.current[metadataKey: "request_id"].map { "\($0)" }))
      RETURNING pg_notify('outbox', current_user)
      """)
  }
}
