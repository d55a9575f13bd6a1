import Domain
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// The tickets' part of an account's History, for the gateway to merge.
struct HistoryController {
  let pool: Pool
  let zone: TimeZone

  var routes: [Route] {
    [Route(.get, "/history", use: list)]
  }

  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<HistoryEntry>> {
    let principal = try context.requirePrincipal()
    let query = try ListQuery(request, filters: TicketFilter.everybodys)
    let filter = try TicketFilter(query, zone: zone)
    let entries = try await pool.acting(as: principal) { db in
      try await HistoryRepository(db: db, principal: principal)
        .list(filter, after: query.cursor, limit: query.limit)
    }
    return JSON(Page(entries, limit: query.limit) { Cursor($0.updatedAt, $0.number) })
  }
}
