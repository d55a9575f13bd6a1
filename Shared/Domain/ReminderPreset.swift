import Foundation

/// A moment for *Przypomnij później* that needs no calendar to be chosen.
package enum ReminderPreset: String, Codable, Sendable, CaseIterable {
  case inAnHour = "in_an_hour"
  /// 8:00 of the next day in support's time zone.
  case tomorrowMorning = "tomorrow_morning"
  case whenSupportOpens = "when_support_opens"

  /// The moment that is meant; nil when support never opens again.
  package func instant(after now: Date, _ calendar: SupportCalendar) -> Date? {
    switch self {
    case .inAnHour: now.addingTimeInterval(3_600)
    case .tomorrowMorning: calendar.tomorrow(after: now, atMinute: 8 * 60)
    case .whenSupportOpens: calendar.nextOpening(after: now)
    }
  }
}
