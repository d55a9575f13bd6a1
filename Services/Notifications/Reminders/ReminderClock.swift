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
  /// Reminders that are read at once.
  private static let batch = 500

  /// Until the process stops.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      var rungUpTo = Date()
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.tick)
        let now = Date()
        do {
          try await ring(after: rungUpTo, upTo: now)
          rungUpTo = now
        } catch {
          guard !Task.isCancelled else { return }
          Logger.current.warning("reminders have to wait", metadata: ["reason": "\(error)"])
        }
      }
    }
  }

  /// Rings for the reminders that came within a time; at eight in the morning there may be many.
  func ring(after earlier: Date, upTo now: Date) async throws {
    var last: Int? = 0
    while let id = last {
      let reminders = try await due(after: earlier, upTo: now, beyond: id)
      for reminder in reminders { doorbells.ring(reminder.doorbell) }
      last = reminders.count == Self.batch ? reminders.last?.id : nil
    }
  }

  private func due(after earlier: Date, upTo now: Date, beyond id: Int) async throws -> [Due] {
    try await pool.actingAsSystem { db in
      try await db.all(
        """
        SELECT receipt.id, receipt.notification_number, receipt.user_id, recipient.account_id
        FROM receipt
        JOIN recipient ON recipient.id = receipt.user_id
        WHERE receipt.remind_at > \(earlier) AND receipt.remind_at <= \(now) AND receipt.deleted_at IS NULL
          AND receipt.id > \(id)
        ORDER BY receipt.id
        LIMIT \(Self.batch)
        """, as: Due.self)
    }
  }

  private struct Due: Decodable {
    let id: Int
    let notificationNumber: Int
    let userId: UUID
    let accountId: UUID

    var doorbell: Doorbell { Doorbell(.notification, notificationNumber, accountId: accountId, userId: userId) }
  }
}
