import Domain
import Postgres

/// Where a fact waits to leave its service: written in the transaction that made it true, or not at all.
package struct Outbox {
  private let db: any Database

  package init(db: any Database) {
    self.db = db
  }

  package func append(_ event: Event) async throws {
    try await db.run("INSERT INTO outbox (event) VALUES (\(json: event))")
  }
}
