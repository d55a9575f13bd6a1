import Domain
import Foundation
import Testing

@Suite("When a postponed notification comes back")
struct ReminderPresetTests {
  @Test(
    "each preset means a moment after now",
    arguments: [
      // Friday 17:30 in Warsaw: an hour later, Saturday 8:00, Monday 8:00.
      ("2026-11-20T16:30:00Z", "2026-11-20T17:30:00Z", "2026-11-21T07:00:00Z", "2026-11-23T07:00:00Z"),
      // The evening before Christmas Eve on a Thursday.
      ("2026-12-23T17:00:00Z", "2026-12-23T18:00:00Z", "2026-12-24T07:00:00Z", "2026-12-28T07:00:00Z"),
      // Five past midnight: tomorrow is the day that has not begun, support opens on the one that has.
      ("2026-11-23T23:05:00Z", "2026-11-24T00:05:00Z", "2026-11-25T07:00:00Z", "2026-11-24T07:00:00Z"),
      // The nights in which clocks change.
      ("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T06:00:00Z", "2026-03-30T06:00:00Z"),
      ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-26T07:00:00Z", "2026-10-26T07:00:00Z"),
    ])
  func moments(now: String, hour: String, morning: String, opening: String) throws {
    let calendar = SupportCalendar.standard(in: try #require(TimeZone(identifier: "Europe/Warsaw")))
    let now = try Date(now, strategy: .iso8601)
    for (preset, expected) in [
      (ReminderPreset.inAnHour, hour), (.tomorrowMorning, morning), (.whenSupportOpens, opening),
    ] {
      #expect(preset.instant(after: now, calendar) == (try Date(expected, strategy: .iso8601)), "\(preset)")
    }
  }

  @Test("support that never opens is no reminder; the others do not need it")
  func never() {
    let calendar = SupportCalendar(zone: .gmt, week: [:]) { _ in false }
    let now = Date(timeIntervalSince1970: 0)
    #expect(ReminderPreset.whenSupportOpens.instant(after: now, calendar) == nil)
    #expect(ReminderPreset.inAnHour.instant(after: now, calendar) == Date(timeIntervalSince1970: 3_600))
    #expect(ReminderPreset.tomorrowMorning.instant(after: now, calendar) == Date(timeIntervalSince1970: 115_200))
  }

  @Test("their names are those of the contract")
  func names() {
    #expect(ReminderPreset.allCases.map(\.rawValue) == ["in_an_hour", "tomorrow_morning", "when_support_opens"])
  }
}
