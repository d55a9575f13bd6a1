import Domain
import Hummingbird
import Postgres
import ServiceKit

/// Who has read, postponed or deleted a notification, for support.
struct ReceiptController {
  let pool: Pool

  var routes: [Route] {
    [Route(.get, "/notifications/:number/receipts", use: list)]
  }

  /// The newest act first; who has done nothing with a notification to many is not in it.
  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<Receipt>> {
    let principal = try context.requireSupport()
    let number = try context.requireNumber()
    let query = try ListQuery(request, filters: [])
    let rows = try await pool.acting(as: principal) { db in
      try await ReceiptListRepository(db: db).list(of: number, after: query.cursor, limit: query.limit)
    }
    let next = rows.count > query.limit ? rows[query.limit - 1] : nil
    return JSON(
      Page(
        items: rows.prefix(query.limit).map(\.receipt),
        nextCursor: next.map { Cursor($0.updatedAt, $0.id).text }))
  }
}
