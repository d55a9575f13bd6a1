import Foundation

/// A day of the Gregorian calendar, without a time or a zone: `2026-11-22`.
package struct CalendarDay: Sendable, Equatable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// Reads an RFC 3339 full-date; nil unless the day exists.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year >= 1,
      DateComponents(calendar: Self.calendar(in: .gmt), year: year, month: month, day: day).isValidDate
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// From its first instant to the first of the next day: 23 or 25 hours when clocks change.
  package func interval(in zone: TimeZone) -> Range<Date> {
    let calendar = Self.calendar(in: zone)
    let components = DateComponents(year: year, month: month, day: day, hour: 12)
    guard let noon = calendar.date(from: components), let interval = calendar.dateInterval(of: .day, for: noon) else {
      preconditionFailure("the initialiser admits only days that exist")
    }
    return interval.start..<interval.end
  }

  private static func calendar(in zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }
}
