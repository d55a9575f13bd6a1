import Domain
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// The notifications' part of a user's History, for the gateway to merge.
struct HistoryController {
  let pool: Pool
  let zone: TimeZone
  var now: @Sendable () -> Date = { Date() }

  var routes: [Route] {
    [Route(.get, "/history", use: list)]
  }

  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<HistoryEntry>> {
    let principal = try context.requireUser()
    let query = try ListQuery(request, filters: ["date", "topic", "status"])
    let filter = NotificationFilter(
      topic: try query.text("topic"), day: try query.day("date")?.interval(in: zone),
      status: try query.choice("status", of: NotificationStatus.self))
    let rows = try await pool.acting(as: principal) { db in
      try await NotificationRepository(db: db)
        .list(filter, for: principal, after: query.cursor, limit: query.limit)
    }
    let now = now()
    return JSON(
      Page(rows.map { $0.entry(in: context.language, at: now) }, limit: query.limit) {
        Cursor($0.updatedAt, $0.number)
      })
  }
}
