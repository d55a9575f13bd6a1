import Domain
import Foundation
import ServiceKit

/// *Przypomnij później* as it was asked for: an instant, or a preset.
struct Reminder: RequestFields {
  let at: String?
  let preset: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case at, preset
  }

  /// How far ahead a reminder may be, in seconds: one minute to ninety days.
  static let range: ClosedRange<TimeInterval> = 60...(90 * 86_400)

  /// The instant that is meant.
  ///
  /// - Throws: 422 for none or both, for what is no time, and outside of the range.
  func instant(after now: Date, _ calendar: SupportCalendar) throws(Problem) -> Date {
    switch (at, preset) {
    case (nil, nil): throw .invalid("at", .required)
    case (_?, _?): throw .invalid("at", .notAllowed)
    case (let text?, nil):
      guard let instant = JSONCoding.instant(text) else { throw .invalid("at", .notATime) }
      return try Self.checked(instant, now, field: "at")
    case (nil, let name?):
      guard let preset = ReminderPreset(rawValue: name) else {
        throw .invalid("preset", .oneOf(ReminderPreset.allCases.map(\.rawValue)))
      }
      guard let instant = preset.instant(after: now, calendar) else { throw .invalid("preset", .notAReminder) }
      return try Self.checked(max(instant, now.addingTimeInterval(Self.range.lowerBound)), now, field: "preset")
    }
  }

  private static func checked(_ instant: Date, _ now: Date, field: String) throws(Problem) -> Date {
    guard range.contains(instant.timeIntervalSince(now)) else { throw .invalid(field, .notAReminder) }
    return instant
  }
}
