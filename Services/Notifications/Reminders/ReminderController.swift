import Domain
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// *Przypomnij później* over HTTP.
struct ReminderController {
  let pool: Pool
  let calendar: SupportCalendar
  var now: @Sendable () -> Date = { Date() }

  /// What each preset would mean now.
  struct Presets: Encodable, Sendable {
    let inAnHour: Date
    let tomorrowMorning: Date
    @ExplicitNull var whenSupportOpens: Date?
  }

  var routes: [Route] {
    [
      Route(.get, "/notifications/reminders", use: presets),
      Route(.put, "/notifications/:number/reminder", use: postpone),
    ]
  }

  private func presets(_ request: Request, _ context: AppContext) async throws -> JSON<Presets> {
    _ = try context.requireUser()
    let now = now()
    return JSON(
      Presets(
        inAnHour: now.addingTimeInterval(3_600), tomorrowMorning: calendar.tomorrow(after: now, atMinute: 8 * 60),
        whenSupportOpens: calendar.nextOpening(after: now)))
  }

  private func postpone(_ request: Request, _ context: AppContext) async throws -> JSON<Domain.Notification> {
    let principal = try context.requireUser()
    let number = try context.requireNumber()
    let instant = try await request.fields(Reminder.self).instant(after: now(), calendar)
    return try await pool.acting(as: principal) { db in
      let row = try await NotificationRepository(db: db).change(number, of: principal) { receipts, number in
        try await receipts.postpone(number, until: instant)
      }
      return JSON(row.notification(in: context.language))
    }
  }
}
