import Domain
import Foundation
import Postgres

/// Which of the notifications that somebody received a list shows.
struct NotificationFilter: Sendable {
  /// Only those to pop up at this instant: unread, or postponed until then at the latest.
  var dueAt: Date?
  var topic: String?
  var day: Range<Date>?
  var status: NotificationStatus?

  /// Whether it is about what the reader has done, and not about the notifications alone.
  var readsReceipts: Bool { dueAt != nil || status != nil }

  /// The condition on `received_notification AS notification` with its `receipt`.
  var condition: SQL {
    var conditions: [SQL] = ["true"]
    if let topic { conditions.append("notification.topic = \(topic)") }
    if let day {
      conditions.append("notification.created_at >= \(day.lowerBound) AND notification.created_at < \(day.upperBound)")
    }
    switch status {
    case nil: break
    case .unread:
      conditions.append("receipt.read_at IS NULL AND receipt.remind_at IS NULL AND receipt.deleted_at IS NULL")
    case .postponed: conditions.append("receipt.remind_at IS NOT NULL AND receipt.deleted_at IS NULL")
    case .read: conditions.append("receipt.read_at IS NOT NULL AND receipt.deleted_at IS NULL")
    case .deleted: conditions.append("receipt.deleted_at IS NOT NULL")
    }
    if let dueAt {
      conditions.append(
        """
        receipt.read_at IS NULL AND receipt.deleted_at IS NULL
          AND (receipt.remind_at IS NULL OR receipt.remind_at <= \(dueAt))
        """)
    }
    return SQL.joined(conditions, separator: " AND ")
  }

  /// The condition besides, for a user's own notifications: every one of them has a receipt, and those to pop up are few
  /// among many, so they are looked up by the receipts that are open.
  func ownCondition(of user: UUID) -> SQL {
    guard dueAt != nil else { return "true" }
    return """
      notification.number = ANY(ARRAY(
        SELECT notification_number FROM receipt
        WHERE user_id = \(user) AND read_at IS NULL AND deleted_at IS NULL
      ))
      """
  }
}
