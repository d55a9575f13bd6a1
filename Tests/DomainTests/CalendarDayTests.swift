import Domain
import Foundation
import Testing

@Suite("A calendar day")
struct CalendarDayTests {
  @Test("a day that exists is read", arguments: ["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
  func valid(text: String) throws {
    let day = try #require(CalendarDay(text))
    #expect(String(format: "%04d-%02d-%02d", day.year, day.month, day.day) == text)
  }

  @Test(
    "a day that does not, or is written otherwise, is none",
    arguments: [
      "", "2026", "2026-11", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01", "2026-13-01", "2026-01-00",
      "2026-01-32", "0000-01-01", "2026-1-1", "26-01-01", "2026-01-01 ", " 2026-01-01", "2026/01/01", "20260101",
      "2026-01-01T00:00", "-2026-01-01", "+026-01-01", "٢٠٢٦-01-01", "2026-01-1a", "2026-0１-01", "2026-01-01-01",
      "2026--1-01", "\0", "12026-01-01",
    ])
  func invalid(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test(
    "it lasts from midnight to midnight, 23 or 25 hours when clocks change",
    arguments: [
      ("2026-07-01", "Europe/Warsaw", "2026-06-30T22:00:00Z", 24),
      ("2026-01-15", "Europe/Warsaw", "2026-01-14T23:00:00Z", 24),
      ("2026-03-29", "Europe/Warsaw", "2026-03-28T23:00:00Z", 23),
      ("2026-10-25", "Europe/Warsaw", "2026-10-24T22:00:00Z", 25),
      ("2026-07-01", "GMT", "2026-07-01T00:00:00Z", 24),
      ("2026-12-31", "Pacific/Kiritimati", "2026-12-30T10:00:00Z", 24),
      // Midnight does not exist there on that day.
      ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", 23),
    ])
  func interval(text: String, zone: String, start: String, hours: Double) throws {
    let day = try #require(CalendarDay(text))
    let interval = day.interval(in: try #require(TimeZone(identifier: zone)))
    #expect(try interval.lowerBound == Date(start, strategy: .iso8601))
    #expect(interval.upperBound.timeIntervalSince(interval.lowerBound) == hours * 3600)
  }

  @Test("the days of a year follow one another without a gap or an overlap")
  func tiling() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Warsaw"))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var end: Date?
    for month in 1...12 {
      for number in 1...31 {
        guard let day = CalendarDay(String(format: "2026-%02d-%02d", month, number)) else { continue }
        let interval = day.interval(in: zone)
        #expect(end == nil || end == interval.lowerBound)
        end = interval.upperBound
      }
    }
    #expect(try end == Date("2026-12-31T23:00:00Z", strategy: .iso8601))
  }

  @Test(
    "an instant has another day in another zone",
    arguments: [
      ("2026-11-22T22:59:59Z", "Europe/Warsaw", "2026-11-22"), ("2026-11-22T23:00:00Z", "Europe/Warsaw", "2026-11-23"),
      ("2026-06-30T21:59:59Z", "Europe/Warsaw", "2026-06-30"), ("2026-06-30T22:00:00Z", "Europe/Warsaw", "2026-07-01"),
      ("2026-12-31T10:00:00Z", "Pacific/Kiritimati", "2027-01-01"), ("2024-02-29T12:00:00Z", "GMT", "2024-02-29"),
    ])
  func dayOfInstant(instant: String, zone: String, expected: String) throws {
    let day = CalendarDay(try Date(instant, strategy: .iso8601), in: try #require(TimeZone(identifier: zone)))
    #expect(day == CalendarDay(expected))
  }

  @Test(
    "a time of the wall clock is one instant of the day, also when clocks change",
    arguments: [
      ("2026-11-23", 0, "2026-11-22T23:00:00Z"), ("2026-11-23", 480, "2026-11-23T07:00:00Z"),
      ("2026-11-23", 1_439, "2026-11-23T22:59:00Z"), ("2026-11-23", 1_440, "2026-11-23T23:00:00Z"),
      ("2026-03-29", 119, "2026-03-29T00:59:00Z"), ("2026-03-29", 120, "2026-03-29T01:00:00Z"),
      ("2026-03-29", 150, "2026-03-29T01:30:00Z"), ("2026-03-29", 180, "2026-03-29T01:00:00Z"),
      ("2026-03-29", 1_440, "2026-03-29T22:00:00Z"), ("2026-10-25", 119, "2026-10-24T23:59:00Z"),
      ("2026-10-25", 150, "2026-10-25T00:30:00Z"), ("2026-10-25", 180, "2026-10-25T02:00:00Z"),
    ])
  func wallClock(text: String, minute: Int, expected: String) throws {
    let zone = try #require(TimeZone(identifier: "Europe/Warsaw"))
    let day = try #require(CalendarDay(text))
    #expect(day.instant(atMinute: minute, in: zone) == (try Date(expected, strategy: .iso8601)))
  }

  @Test("weekdays go from 1, Monday, to 7, Sunday, one after the other over centuries")
  func weekdays() throws {
    for (text, weekday) in [
      ("2026-11-23", 1), ("2026-11-22", 7), ("2024-02-29", 4), ("2000-01-01", 6), ("1900-01-01", 1), ("1582-10-15", 5),
    ] {
      #expect(CalendarDay(text)?.weekday == weekday, "\(text)")
    }
  }

  @Test("the distance of two days counts midnights, whatever clocks do")
  func distance() throws {
    for (later, earlier, days) in [
      ("2026-11-23", "2026-11-23", 0), ("2026-11-24", "2026-11-23", 1), ("2026-11-23", "2026-11-24", -1),
      ("2026-03-30", "2026-03-28", 2), ("2026-10-26", "2026-10-24", 2), ("2025-03-01", "2024-02-28", 367),
      ("2001-01-01", "1901-01-01", 36_525),
    ] {
      let (later, earlier) = (try #require(CalendarDay(later)), try #require(CalendarDay(earlier)))
      #expect(later.daysSince(earlier) == days)
    }
  }
}
