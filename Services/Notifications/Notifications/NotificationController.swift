import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import ServiceKit

/// Notifications over HTTP: support sends, recipients list, read, delete and undo.
struct NotificationController {
  let pool: Pool
  var now: @Sendable () -> Date = { Date() }

  var routes: [Route] {
    [
      Route(.post, "/notifications", use: send),
      Route(.get, "/notifications", use: list),
      Route(.get, "/notifications/:number", use: show),
      Route(.put, "/notifications/:number/reading", use: read),
      Route(.put, "/notifications/:number/deletion", use: delete),
      Route(.delete, "/notifications/:number/deletion", use: restore),
    ]
  }

  /// Notification, receipt of the one it is for, idempotency record and doorbell: one transaction, or nothing.
  private func send(_ request: Request, _ context: AppContext) async throws -> Idempotency.Creation {
    let principal = try context.requireSupport()
    let key = try request.idempotencyKey()
    let draft = try await request.fields(NotificationDraft.self).validated()
    return try await pool.acting(as: principal) { db in
      let fingerprint = Idempotency.fingerprint([
        "notification", draft.audience.fingerprint, draft.topic, draft.text, draft.ticketNumber.map(String.init),
      ])
      return try await Idempotency(db: db, principal: principal).once(key, fingerprint: fingerprint) {
        let sent = try await NotificationRepository(db: db).send(draft, by: principal)
        try await DoorbellRepository(db: db).ring(sent.doorbell)
        let shown = sent.notification(from: principal)
        return Idempotency.Creation(
          location: "/v1/notifications/\(shown.number)", body: Array(try JSONCoding.encode(shown)))
      }
    }
  }

  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<Domain.Notification>> {
    let principal = try context.requireUser()
    let query = try ListQuery(request, filters: ["due"])
    var filter = NotificationFilter()
    filter.dueAt = try query.flag("due") ? now() : nil
    let rows = try await pool.acting(as: principal) { [filter] db in
      try await NotificationRepository(db: db)
        .list(filter, for: principal, after: query.cursor, limit: query.limit)
    }
    let page = Page(
      rows.map { $0.notification(in: context.language) }, limit: query.limit,
      cursor: { Cursor($0.updatedAt, $0.number) })
    return JSON(page)
  }

  private func show(_ request: Request, _ context: AppContext) async throws -> JSON<Domain.Notification> {
    let principal = try context.requireUser()
    let number = try context.requireNumber()
    return try await pool.acting(as: principal) { db in
      let row = try await NotificationRepository(db: db).require(number, for: principal)
      return JSON(row.notification(in: context.language))
    }
  }

  private func read(_ request: Request, _ context: AppContext) async throws -> JSON<Domain.Notification> {
    try await change(context) { receipts, number in try await receipts.markRead(number) }
  }

  private func delete(_ request: Request, _ context: AppContext) async throws -> JSON<Domain.Notification> {
    try await change(context) { receipts, number in try await receipts.delete(number) }
  }

  private func restore(_ request: Request, _ context: AppContext) async throws -> JSON<Domain.Notification> {
    try await change(context) { receipts, number in try await receipts.restore(number) }
  }

  private func change(
    _ context: AppContext, _ act: @Sendable (ReceiptRepository, Int) async throws -> Bool
  ) async throws -> JSON<Domain.Notification> {
    let principal = try context.requireUser()
    let number = try context.requireNumber()
    return try await pool.acting(as: principal) { db in
      let row = try await NotificationRepository(db: db).change(number, of: principal, act)
      return JSON(row.notification(in: context.language))
    }
  }
}
