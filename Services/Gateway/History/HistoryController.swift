import Domain
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// `GET /v1/history`: everything of the account in one list, merged from the tickets and the notifications.
struct HistoryController: Sendable {
  let tickets: ServiceClient
  let notifications: ServiceClient

  var routes: [Route] {
    [Route(.get, "/v1/history", use: list)]
  }

  /// Asks each service for a page after the same place; what comes first out of both is the page.
  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<HistoryEntry>> {
    let principal = try context.requireUser()
    let query = try ListQuery(request, filters: ["date", "topic", "status", "kind"])
    let filter = try HistoryFilter(query)
    let cursor = try query.cursorText.map { text throws(Problem) in try HistoryCursor(parsing: text) }
    async let ticketPage = page(of: .ticket, filter, cursor, query, principal, context)
    async let notificationPage = page(of: .notification, filter, cursor, query, principal, context)
    return JSON(Self.merge(try await ticketPage, try await notificationPage, limit: query.limit))
  }

  /// The first entries of two lists that are in order.
  static func merge(
    _ one: Page<HistoryEntry>, _ other: Page<HistoryEntry>, limit: Int
  ) -> Page<HistoryEntry> {
    let all = (one.items + other.items).sorted { $0.isAbove($1) }
    let items = Array(all.prefix(limit))
    let hasMore = all.count > limit || one.nextCursor != nil || other.nextCursor != nil
    return Page(items: items, nextCursor: hasMore ? items.last.map { HistoryCursor(after: $0).text } : nil)
  }

  private func page(
    of kind: HistoryEntry.Kind, _ filter: HistoryFilter, _ cursor: HistoryCursor?, _ query: ListQuery,
    _ principal: Principal, _ context: AppContext
  ) async throws -> Page<HistoryEntry> {
    guard filter.includes(kind) else { return Page(items: [], nextCursor: nil) }
    var inner = URLComponents()
    inner.path = "/history"
    inner.queryItems = [URLQueryItem(name: "limit", value: String(query.limit))] + filter.queryItems
    if let cursor { inner.queryItems?.append(URLQueryItem(name: "cursor", value: cursor.cursor(in: kind).text)) }
    let path = (inner.string ?? "/history").replacing("+", with: "%2B")
    let service = kind == .ticket ? tickets : notifications
    return try await service.value(of: Page<HistoryEntry>.self, .get, path, for: principal, context: context)
  }
}

/// What of the History is asked for.
private struct HistoryFilter: Sendable {
  private let kind: HistoryEntry.Kind?
  private let status: Status?
  /// The filters that a service applies.
  let queryItems: [URLQueryItem]

  /// The statuses that an entry of the History can have: a ticket's or a notification's.
  private enum Status: String, CaseIterable {
    case new
    case inProgress = "in_progress"
    case waiting, resolved, closed
    case unread, postponed, read, deleted

    var kind: HistoryEntry.Kind { TicketStatus(rawValue: rawValue) == nil ? .notification : .ticket }
  }

  init(_ query: ListQuery) throws(Problem) {
    kind = try query.choice("kind", of: HistoryEntry.Kind.self)
    status = try query.choice("status", of: Status.self)
    _ = try query.day("date")
    var items: [URLQueryItem] = []
    for name in ["date", "topic", "status"] {
      if let value = try query.text(name) { items.append(URLQueryItem(name: name, value: value)) }
    }
    queryItems = items
  }

  /// Whether entries of a kind can be among what is asked for.
  func includes(_ kind: HistoryEntry.Kind) -> Bool {
    (self.kind ?? kind) == kind && (status?.kind ?? kind) == kind
  }
}
