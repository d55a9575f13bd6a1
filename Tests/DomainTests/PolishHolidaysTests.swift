import Domain
import Foundation
import Testing

@Suite("The public holidays of Poland")
struct PolishHolidaysTests {
  @Test(
    "Easter is the Sunday that almanacs know",
    arguments: [
      "1583-04-10", "1700-04-11", "1818-03-22", "1886-04-25", "1900-04-15", "1913-03-23", "1943-04-25", "1954-04-18",
      "1961-04-02", "1981-04-19", "1999-04-04", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2018-04-01",
      "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05",
      "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09",
      "2035-03-25", "2036-04-13", "2037-04-05", "2038-04-25", "2049-04-18", "2076-04-19", "2099-04-12", "2285-03-22",
      "4200-04-20",
    ])
  func easter(text: String) throws {
    let day = try #require(CalendarDay(text))
    #expect(PolishHolidays.easter(of: day.year) == day)
    #expect(day.weekday == 7)
  }

  @Test("Easter is always a Sunday from 22 March to 25 April")
  func easterRange() throws {
    for year in 1583...4099 {
      let day = PolishHolidays.easter(of: year)
      #expect(day.year == year && day.weekday == 7, "\(year)")
      #expect(day.month == 3 && day.day >= 22 || day.month == 4 && day.day <= 25, "\(year)")
    }
  }

  @Test(
    "a year has these and no others",
    arguments: [
      // The last year without Christmas Eve, a leap year.
      (2024, "01-01 01-06 03-31 04-01 05-01 05-03 05-19 05-30 08-15 11-01 11-11 12-25 12-26"),
      (2025, "01-01 01-06 04-20 04-21 05-01 05-03 06-08 06-19 08-15 11-01 11-11 12-24 12-25 12-26"),
      (2026, "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26"),
      (2027, "01-01 01-06 03-28 03-29 05-01 05-03 05-16 05-27 08-15 11-01 11-11 12-24 12-25 12-26"),
      // Pentecost and Corpus Christi as late as they ever are.
      (2038, "01-01 01-06 04-25 04-26 05-01 05-03 06-13 06-24 08-15 11-01 11-11 12-24 12-25 12-26"),
      // Easter as early as it ever is.
      (2285, "01-01 01-06 03-22 03-23 05-01 05-03 05-10 05-21 08-15 11-01 11-11 12-24 12-25 12-26"),
    ])
  func year(_ year: Int, _ expected: String) {
    let days = (1...12).flatMap { month in (1...31).map { String(format: "%04d-%02d-%02d", year, month, $0) } }
    let holidays = days.filter { CalendarDay($0).map(PolishHolidays.contains) ?? false }
    #expect(holidays.map { String($0.dropFirst(5)) }.joined(separator: " ") == expected)
  }
}
