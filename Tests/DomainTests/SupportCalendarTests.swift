import Domain
import Foundation
import Testing

@Suite("When support works")
struct SupportCalendarTests {
  private let zone: TimeZone
  private let standard: SupportCalendar

  init() throws {
    zone = try #require(TimeZone(identifier: "Europe/Warsaw"))
    standard = .standard(in: zone)
  }

  @Test(
    "the default week opens at 8:00 of the next working day",
    arguments: [
      // Friday 17:30, Saturday, Sunday night.
      ("2026-11-20T16:30:00Z", "2026-11-23T07:00:00Z"),
      ("2026-11-21T12:00:00Z", "2026-11-23T07:00:00Z"),
      ("2026-11-22T22:59:59Z", "2026-11-23T07:00:00Z"),
      // Monday 7:59:59, 8:00, at noon, 17:00, 23:59.
      ("2026-11-23T06:59:59Z", "2026-11-23T07:00:00Z"),
      ("2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z"),
      ("2026-11-23T11:00:00Z", "2026-11-24T07:00:00Z"),
      ("2026-11-23T16:00:00Z", "2026-11-24T07:00:00Z"),
      ("2026-11-23T22:59:00Z", "2026-11-24T07:00:00Z"),
      // Before Independence Day on a Wednesday, Easter, Corpus Christi, Christmas from a Thursday on, New Year on a Friday.
      ("2026-11-10T16:30:00Z", "2026-11-12T07:00:00Z"),
      ("2026-04-03T16:00:00Z", "2026-04-07T06:00:00Z"),
      ("2026-06-03T16:00:00Z", "2026-06-05T06:00:00Z"),
      ("2026-12-23T17:00:00Z", "2026-12-28T07:00:00Z"),
      ("2026-12-31T18:00:00Z", "2027-01-04T07:00:00Z"),
      // Over the weekends on which clocks change.
      ("2026-03-27T16:30:00Z", "2026-03-30T06:00:00Z"),
      ("2026-10-23T15:30:00Z", "2026-10-26T07:00:00Z"),
    ])
  func defaultWeek(now: String, opening: String) throws {
    #expect(standard.nextOpening(after: try date(now)) == (try date(opening)))
  }

  @Test("at any hour of three years it is the first 8:00 of a working day that is still to come")
  func property() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var openings: [Date] = []
    var day = try date("2025-12-31T12:00:00Z")
    while try day < date("2029-02-01T00:00:00Z") {
      let holiday = PolishHolidays.contains(CalendarDay(day, in: zone))
      if !calendar.isDateInWeekend(day), !holiday {
        openings.append(try #require(calendar.date(bySettingHour: 8, minute: 0, second: 0, of: day)))
      }
      day = try #require(calendar.date(byAdding: .day, value: 1, to: day))
    }
    var now = try date("2026-01-01T00:00:00Z")
    var next = openings.startIndex
    while try now < date("2029-01-01T00:00:00Z") {
      while openings[next] <= now { next += 1 }
      #expect(standard.nextOpening(after: now) == openings[next], "\(now)")
      now += 3_600 + Double.random(in: -600...600)
    }
  }

  @Test("a day may have several intervals; two that meet are one, also across midnight")
  func intervals() throws {
    let lunch = calendar([1: [(480, 720), (780, 1_020)]])
    #expect(lunch.nextOpening(after: try date("2026-11-23T11:30:00Z")) == (try date("2026-11-23T12:00:00Z")))
    #expect(lunch.nextOpening(after: try date("2026-11-23T12:00:00Z")) == (try date("2026-11-30T07:00:00Z")))
    let meeting = calendar([1: [(480, 720), (720, 1_020)]])
    #expect(meeting.nextOpening(after: try date("2026-11-23T10:00:00Z")) == (try date("2026-11-30T07:00:00Z")))
    // From Monday 20:00 to Tuesday 6:00.
    let night = calendar([1: [(1_200, 1_440)], 2: [(0, 360)]])
    #expect(night.nextOpening(after: try date("2026-11-23T20:00:00Z")) == (try date("2026-11-30T19:00:00Z")))
    #expect(night.nextOpening(after: try date("2026-11-24T12:00:00Z")) == (try date("2026-11-30T19:00:00Z")))
  }

  @Test("after a holiday the night's second half opens by itself")
  func nightAfterHoliday() throws {
    let monday = try #require(CalendarDay("2026-11-23"))
    let night = calendar([1: [(1_200, 1_440)], 2: [(0, 360)]]) { $0 == monday }
    #expect(night.nextOpening(after: try date("2026-11-23T12:00:00Z")) == (try date("2026-11-23T23:00:00Z")))
  }

  @Test("who never works, is always away or never closes does not open")
  func never() throws {
    let now = try date("2026-11-23T11:30:00Z")
    #expect(calendar([:]).nextOpening(after: now) == nil)
    #expect(calendar([1: []]).nextOpening(after: now) == nil)
    #expect(calendar([1: [(480, 1_020)]]) { _ in true }.nextOpening(after: now) == nil)
    let always = Dictionary(uniqueKeysWithValues: (1...7).map { ($0, [(0, 1_440)]) })
    #expect(calendar(always).nextOpening(after: now) == nil)
  }

  @Test("it looks a year ahead and no further")
  func horizon() throws {
    let now = try date("2026-11-23T11:30:00Z")
    func opensOnlyOn(_ text: String) -> SupportCalendar {
      let week = Dictionary(uniqueKeysWithValues: (1...7).map { ($0, [(480, 1_020)]) })
      return calendar(week) { $0 != CalendarDay(text) }
    }
    #expect(opensOnlyOn("2027-11-23").nextOpening(after: now) == (try date("2027-11-23T07:00:00Z")))
    #expect(opensOnlyOn("2027-11-30").nextOpening(after: now) == nil)
  }

  @Test("an opening that clocks skip comes as much later, one that they show twice the first time")
  func gap() throws {
    let nights = calendar([7: [(150, 300)]])
    #expect(nights.nextOpening(after: try date("2026-03-28T12:00:00Z")) == (try date("2026-03-29T01:30:00Z")))
    #expect(nights.nextOpening(after: try date("2026-10-24T12:00:00Z")) == (try date("2026-10-25T00:30:00Z")))
  }

  @Test(
    "tomorrow is the next day of support's calendar, whatever clocks do in the night",
    arguments: [
      ("2026-11-23T11:00:00Z", "2026-11-24T07:00:00Z"),
      ("2026-11-23T22:59:59Z", "2026-11-24T07:00:00Z"),
      // After midnight in Warsaw, before it in UTC.
      ("2026-11-23T23:00:00Z", "2026-11-25T07:00:00Z"),
      ("2026-12-31T12:00:00Z", "2027-01-01T07:00:00Z"),
      ("2026-03-28T12:00:00Z", "2026-03-29T06:00:00Z"),
      ("2026-10-24T12:00:00Z", "2026-10-25T07:00:00Z"),
    ])
  func tomorrow(now: String, expected: String) throws {
    #expect(standard.tomorrow(after: try date(now), atMinute: 480) == (try date(expected)))
  }

  private func calendar(
    _ week: [Int: [(Int, Int)]], isHoliday: @escaping @Sendable (CalendarDay) -> Bool = { _ in false }
  ) -> SupportCalendar {
    SupportCalendar(
      zone: zone, week: week.mapValues { $0.map { SupportCalendar.Interval(from: $0.0, to: $0.1) } },
      isHoliday: isHoliday)
  }

  private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
}
