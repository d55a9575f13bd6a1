import Domain
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// `GET /v1/history`: everything of the account in one list.
struct HistoryController: Sendable {
  let tickets: ServiceClient

  var routes: [Route] {
    [Route(.get, "/v1/history", use: list)]
  }

  /// Tickets for now; a filter that asks for notifications alone finds nothing.
  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<HistoryEntry>> {
    let principal = try context.requirePrincipal()
    guard !principal.isSupport else { throw Problem(.forbidden) }
    let query = try ListQuery(request, filters: ["date", "topic", "status", "kind"])
    let kind = try query.choice("kind", of: HistoryEntry.Kind.self)
    let status = try query.choice("status", of: HistoryStatus.self)
    _ = try query.day("date")
    guard kind != .notification, status?.isTickets ?? true else { return JSON(Page(items: [], nextCursor: nil)) }
    var inner = URLComponents()
    inner.path = "/history"
    inner.queryItems = [URLQueryItem(name: "limit", value: String(query.limit))]
    for name in ["date", "topic", "status"] {
      if let value = try query.text(name) { inner.queryItems?.append(URLQueryItem(name: name, value: value)) }
    }
    if let cursor = query.cursor { inner.queryItems?.append(URLQueryItem(name: "cursor", value: cursor.text)) }
    let path = (inner.string ?? "/history").replacing("+", with: "%2B")
    return JSON(try await tickets.value(of: Page<HistoryEntry>.self, .get, path, for: principal, context: context))
  }
}

/// The statuses that an entry of the History can have: a ticket's or a notification's.
private enum HistoryStatus: String, CaseIterable {
  case new
  case inProgress = "in_progress"
  case waiting, resolved, closed
  case unread, postponed, read, deleted

  var isTickets: Bool { TicketStatus(rawValue: rawValue) != nil }
}
