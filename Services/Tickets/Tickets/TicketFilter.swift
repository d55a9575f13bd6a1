import Domain
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// Which tickets a list shows, and in which order.
struct TicketFilter: Sendable {
  enum Assignee: Sendable {
    case me, none
    case person(UUID)
  }

  enum Order: String, CaseIterable, Sendable {
    case updated, due
  }

  var status: TicketStatus?
  var topic: String?
  var day: Range<Date>?
  var accountId: UUID?
  var assignee: Assignee?
  var importance: Importance?
  var words: String?
  var order = Order.updated

  /// The filters of everybody.
  static let everybodys = ["status", "topic", "date"]

  /// The filters a principal has; support's own are unknown to a user.
  static func names(for principal: Principal) -> [String] {
    principal.isSupport ? everybodys + ["account_id", "assignee", "importance", "q", "sort"] : everybodys
  }

  init(_ query: ListQuery, zone: TimeZone) throws(Problem) {
    status = try query.choice("status", of: TicketStatus.self)
    topic = try query.text("topic")
    day = try query.day("date")?.interval(in: zone)
    accountId = try query.id("account_id")
    importance = try query.choice("importance", of: Importance.self)
    words = try query.text("q")
    order = try query.choice("sort", of: Order.self) ?? .updated
    // Only an order with gaps has places without an instant.
    if order == .updated, let cursor = try query.cursor, cursor.milliseconds == nil { throw Problem(.invalidCursor) }
    switch try query.text("assignee") {
    case nil: assignee = nil
    case "me": assignee = .me
    case "none": assignee = Assignee.none
    default:
      guard let id = try query.id("assignee") else { throw .invalid("assignee", .notAnId) }
      assignee = .person(id)
    }
  }

  /// The condition on `ticket`, for the principal who asks.
  func condition(for principal: Principal) -> SQL {
    var conditions = [TicketRepository.visible(to: principal)]
    if let status { conditions.append("ticket.status = \(status.rawValue)") }
    if let topic { conditions.append("ticket.topic = \(topic)") }
    if let day {
      conditions.append("ticket.updated_at >= \(day.lowerBound) AND ticket.updated_at < \(day.upperBound)")
    }
    if let accountId { conditions.append("ticket.account_id = \(accountId)") }
    if let importance { conditions.append("ticket.importance = \(importance.rawValue)") }
    switch assignee {
    case nil: break
    case .me: conditions.append("ticket.assignee_id = \(principal.userId)")
    case .none?: conditions.append("ticket.assignee_id IS NULL")
    case .person(let id): conditions.append("ticket.assignee_id = \(id)")
    }
    if let words {
      // An array, because then the matches are looked up by the primary key; an OR would try every ticket.
      conditions.append(
        """
        ticket.number = ANY(ARRAY(
          SELECT ticket_matching(\(Self.pattern(words))) UNION ALL SELECT \(Int(words) ?? 0)
        ))
        """)
    }
    return SQL.joined(conditions, separator: " AND ")
  }

  /// `ILIKE`'s pattern for text that contains `words` as they stand.
  private static func pattern(_ words: String) -> String {
    let escaped = words.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    return "%\(escaped)%"
  }
}
