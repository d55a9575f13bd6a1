import Foundation

/// When support works: weekly intervals and holidays in an IANA time zone. Pure: the instant is always given.
package struct SupportCalendar: Sendable {
  /// A part of a day in which support works.
  package struct Interval: Sendable, Equatable {
    /// In minutes of the wall clock since midnight, 0–1440; `to` is after `from` and not included.
    package let from: Int
    package let to: Int

    package init(from: Int, to: Int) {
      precondition(0 <= from && from < to && to <= 1_440)
      self.from = from
      self.to = to
    }
  }

  package let zone: TimeZone
  /// The intervals of a weekday in their order; 1 is Monday, 7 Sunday (ISO 8601).
  package let week: [Int: [Interval]]
  /// Whether support stays away on a day that would be a working day.
  package let isHoliday: @Sendable (CalendarDay) -> Bool

  package init(
    zone: TimeZone, week: [Int: [Interval]], isHoliday: @escaping @Sendable (CalendarDay) -> Bool
  ) {
    self.zone = zone
    self.week = week
    self.isHoliday = isHoliday
  }

  /// Monday to Friday 8:00–17:00 without the Polish public holidays.
  package static func standard(in zone: TimeZone) -> SupportCalendar {
    let working = [Interval(from: 8 * 60, to: 17 * 60)]
    return SupportCalendar(
      zone: zone, week: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, working) }),
      isHoliday: { PolishHolidays.contains($0) })
  }

  /// The first instant after `now` at which support opens; nil when it does not within the next year.
  package func nextOpening(after now: Date) -> Date? {
    let calendar = CalendarDay.calendar(in: zone)
    let today = calendar.startOfDay(for: now)
    var closing: Date?
    // From yesterday on, whose last interval may go on past midnight.
    for offset in -1...366 {
      guard let date = calendar.date(byAdding: .day, value: offset, to: today) else { return nil }
      let day = CalendarDay(date, in: zone)
      guard !isHoliday(day), let intervals = week[day.weekday] else { continue }
      for interval in intervals {
        let opening = day.instant(atMinute: interval.from, in: zone)
        // Two intervals that meet are one.
        let isContinued = opening == closing
        closing = day.instant(atMinute: interval.to, in: zone)
        if opening > now, !isContinued { return opening }
      }
    }
    return nil
  }

  /// A time of the wall clock on the day after `now`'s.
  package func tomorrow(after now: Date, atMinute minute: Int) -> Date {
    let calendar = CalendarDay.calendar(in: zone)
    let tomorrow = calendar.date(byAdding: .day, value: 1, to: calendar.startOfDay(for: now)) ?? now
    return CalendarDay(tomorrow, in: zone).instant(atMinute: minute, in: zone)
  }
}
