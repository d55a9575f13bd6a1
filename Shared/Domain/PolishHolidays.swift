import Foundation

/// The public holidays of Poland (act of 18 January 1951 on days free from work; Christmas Eve since 2025).
package enum PolishHolidays {
  /// Whether a day is one, Sundays that are none of themselves not counted.
  package static func contains(_ day: CalendarDay) -> Bool {
    fixed.contains { $0 == (day.month, day.day) } || (day.month, day.day) == (12, 24) && day.year >= 2025
      || movable.contains(day.daysSince(easter(of: day.year)))
  }

  private static let fixed = [
    (1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26),
  ]

  /// Days after Easter Sunday: itself, Easter Monday, Pentecost, Corpus Christi.
  private static let movable = [0, 1, 49, 60]

  /// Easter Sunday of a Gregorian year (Meeus, Jones and Butcher).
  package static func easter(of year: Int) -> CalendarDay {
    let (century, remainder) = year.quotientAndRemainder(dividingBy: 100)
    let golden = year % 19
    let skipped = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - century / 4 - skipped + 15) % 30
    let sunday = (32 + 2 * (century % 4) + 2 * (remainder / 4) - epact - remainder % 4) % 7
    let correction = (golden + 11 * epact + 22 * sunday) / 451
    let (month, day) = (epact + sunday - 7 * correction + 114).quotientAndRemainder(dividingBy: 31)
    return CalendarDay(year: year, month: month, day: day + 1)
  }
}
