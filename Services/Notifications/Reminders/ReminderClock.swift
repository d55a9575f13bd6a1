import Domain
import Foundation
import Logging
import Postgres
import ServiceKit
import ServiceLifecycle

/// Rings when a postponed notification comes back.
///
/// It only rings: that a reminder has come is a matter of the time, so nothing is lost while no clock runs.
struct ReminderClock: Service {
  let pool: Pool
  let doorbells: Doorbells

  private static let tick = Duration.seconds(1)

  /// Until the process stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var rungUpTo = Date()
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.tick)
        let now = Date()
        do {
          for doorbell in try await due(after: rungUpTo, upTo: now) { doorbells.ring(doorbell) }
          rungUpTo = now
        } catch let error where !(error is CancellationError) {
          Logger.current.warning("reminders have to wait", metadata: ["reason": "\(error)"])
        }
      }
    }
  }

  /// The doorbells of the reminders that came within a time.
  func due(after earlier: Date, upTo now: Date) async throws -> [Doorbell] {
    let reminders = try await pool.actingAsSystem { db in
      try await db.all(
        """
        SELECT receipt.notification_number, receipt.user_id, recipient.account_id
        FROM receipt
        JOIN recipient ON recipient.id = receipt.user_id
        WHERE receipt.remind_at > \(earlier) AND receipt.remind_at <= \(now) AND receipt.deleted_at IS NULL
        """, as: Due.self)
    }
    return reminders.map { Doorbell(.notification, $0.notificationNumber, accountId: $0.accountId, userId: $0.userId) }
  }

  private struct Due: Decodable {
    let notificationNumber: Int
    let userId: UUID
    let accountId: UUID
  }
}
