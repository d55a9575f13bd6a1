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
}
