import Foundation

/// A day of the Gregorian calendar, without a time or a zone: `2026-11-22`.
package struct CalendarDay: Sendable, Equatable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// A day that exists.
  init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of an instant in a zone.
  package init(_ instant: Date, in zone: TimeZone) {
    let parts = Self.calendar(in: zone).dateComponents([.year, .month, .day], from: instant)
    self.init(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1)
  }

  /// Reads an RFC 3339 full-date; nil unless the day exists.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year >= 1,
      DateComponents(calendar: Self.calendar(in: .gmt), year: year, month: month, day: day).isValidDate
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// From its first instant to the first of the next day: 23 or 25 hours when clocks change.
  package func interval(in zone: TimeZone) -> Range<Date> {
    guard let interval = Self.calendar(in: zone).dateInterval(of: .day, for: instant(atMinute: 720, in: zone)) else {
      preconditionFailure("only days that exist are made")
    }
    return interval.start..<interval.end
  }

  /// The instant at which the wall clock shows a time, in minutes since midnight.
  ///
  /// A time that clocks skip is told by the clock from before: 2:30 is 3:30 then. Of one that they show twice it is the
  /// first (RFC 5545, 3.3.5).
  package func instant(atMinute minute: Int, in zone: TimeZone) -> Date {
    let time = DateComponents(year: year, month: month, day: day, hour: minute / 60, minute: minute % 60)
    guard let instant = Self.calendar(in: zone).date(from: time) else {
      preconditionFailure("only days that exist are made")
    }
    return instant
  }

  /// 1 is Monday, 7 Sunday (ISO 8601).
  package var weekday: Int {
    let sundayFirst = Self.calendar(in: .gmt).component(.weekday, from: instant(atMinute: 0, in: .gmt))
    return (sundayFirst + 5) % 7 + 1
  }

  /// How many days this one is after another.
  package func daysSince(_ other: CalendarDay) -> Int {
    let seconds = instant(atMinute: 0, in: .gmt).timeIntervalSince(other.instant(atMinute: 0, in: .gmt))
    return Int((seconds / 86_400).rounded())
  }

  static func calendar(in zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }
}
