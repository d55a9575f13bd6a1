import Domain
import Foundation
import HTTPTypes
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Przypomnij później")
struct ReminderTests {
  @Test(
    "when support opens is the next opening in Warsaw",
    arguments: [
      ("2026-11-20T16:30:00Z", "2026-11-23T07:00:00Z", "Friday 17:30"),
      ("2026-11-20T06:59:00Z", "2026-11-20T07:00:00Z", "Friday, a minute before 8:00"),
      ("2026-11-20T07:00:00Z", "2026-11-23T07:00:00Z", "Friday 8:00, already open"),
      ("2026-11-18T10:00:00Z", "2026-11-19T07:00:00Z", "Wednesday noon"),
      ("2026-11-21T23:30:00Z", "2026-11-23T07:00:00Z", "Sunday 0:30, Saturday in UTC"),
      ("2026-11-10T16:30:00Z", "2026-11-12T07:00:00Z", "the evening before Independence Day"),
      ("2026-12-23T16:30:00Z", "2026-12-28T07:00:00Z", "before Christmas Eve, Christmas and a Sunday"),
      ("2026-04-03T15:30:00Z", "2026-04-07T06:00:00Z", "before Easter"),
      ("2026-12-31T16:30:00Z", "2027-01-04T07:00:00Z", "New Year's Eve"),
      ("2026-03-27T16:30:00Z", "2026-03-30T06:00:00Z", "over the night in which clocks go forward"),
      ("2026-10-23T15:30:00Z", "2026-10-26T07:00:00Z", "over the night in which they go back"),
    ])
  func whenSupportOpens(now: String, expected: String, when: String) async throws {
    try await expect("when_support_opens", at: now, toBe: expected, when)
  }

  @Test(
    "tomorrow morning is 8:00 of the next day in Warsaw",
    arguments: [
      ("2026-11-20T16:30:00Z", "2026-11-21T07:00:00Z", "a Friday: also on a Saturday"),
      ("2026-11-22T22:59:59Z", "2026-11-23T07:00:00Z", "a second before midnight"),
      ("2026-11-22T23:00:00Z", "2026-11-24T07:00:00Z", "midnight, still the day before in UTC"),
      ("2026-03-28T19:00:00Z", "2026-03-29T06:00:00Z", "before the night in which clocks go forward"),
      ("2026-03-29T00:30:00Z", "2026-03-30T06:00:00Z", "in that night"),
      ("2026-10-24T18:00:00Z", "2026-10-25T07:00:00Z", "before the night in which they go back"),
      ("2026-10-25T00:30:00Z", "2026-10-26T07:00:00Z", "the first 2:30 of that night"),
      ("2026-10-25T01:30:00Z", "2026-10-26T07:00:00Z", "the second"),
    ])
  func tomorrowMorning(now: String, expected: String, when: String) async throws {
    try await expect("tomorrow_morning", at: now, toBe: expected, when)
  }

  @Test("in an hour is an hour of time, also when clocks change")
  func inAnHour() async throws {
    try await expect("in_an_hour", at: "2026-11-20T16:30:00Z", toBe: "2026-11-20T17:30:00Z", "an evening")
    try await expect(
      "in_an_hour", at: "2026-10-25T00:30:00Z", toBe: "2026-10-25T01:30:00Z", "the hour that comes twice")
  }

  @Test("support that opens within the minute is a reminder in a minute")
  func soon() async throws {
    let clock = try TestClock("2026-11-20T06:59:30Z")
    try await withNotifications(at: clock) { app in
      let number = try await app.send(to: .everyone)

      let postponed = try await app.postpone(number, as: app.samples.reception, ["preset": "when_support_opens"])

      #expect(postponed.remindAt == clock.now + 60)
    }
  }

  @Test("a postponed one comes back when its time has come, and not before")
  func comesBack() async throws {
    let clock = try TestClock("2026-11-20T16:30:00Z")
    try await withNotifications(at: clock) { app in
      let person = app.samples.reception
      let number = try await app.send(to: .everyone)
      try await app.postpone(number, as: person, ["preset": "when_support_opens"])

      try clock.set("2026-11-23T06:59:59.999Z")
      #expect(try await app.due(as: person) == [])
      #expect(try await app.history(as: person).map(\.unread) == [false])
      try clock.set("2026-11-23T07:00:00Z")
      #expect(try await app.due(as: person) == [number])
      #expect(try await app.history(as: person).map(\.unread) == [true])
      #expect(try await app.history(as: person).map(\.status) == ["postponed"])
      try clock.set("2026-12-24T00:00:00Z")
      #expect(try await app.due(as: person) == [number])
    }
  }

  @Test("a time of one's own is a minute to ninety days ahead, both included; a later one replaces it")
  func bounds() async throws {
    let clock = try TestClock("2026-11-20T16:30:00Z")
    try await withNotifications(at: clock) { app in
      let person = app.samples.reception
      let number = try await app.send(to: .everyone)
      for seconds in [60, 61.5, 7 * 86_400, 90 * 86_400] as [TimeInterval] {
        let instant = clock.now + seconds
        let postponed = try await app.postpone(number, as: person, ["at": JSONCoding.timestamp(instant)])
        #expect((postponed.status, postponed.remindAt) == (.postponed, instant))
      }
      for seconds in [-86_400, 0, 59.999, 7_776_000.001, 400 * 86_400] as [TimeInterval] {
        let answer = try await app.send(
          .put, "/notifications/\(number)/reminder", as: person, json: ["at": JSONCoding.timestamp(clock.now + seconds)]
        )
        #expect(answer.summary == "422 invalid at", "\(seconds) s")
      }
      #expect(try await app.show(number, as: person).remindAt == clock.now + 90 * 86_400)
    }
  }

  @Test("whole seconds and times with an offset are times as well")
  func offsets() async throws {
    let clock = try TestClock("2026-11-20T16:30:00Z")
    try await withNotifications(at: clock) { app in
      let number = try await app.send(to: .everyone)
      for text in ["2026-11-20T18:00:00Z", "2026-11-20T19:00:00+01:00", "2026-11-20T19:00:00.000+01:00"] {
        let postponed = try await app.postpone(number, as: app.samples.reception, ["at": text])
        #expect(postponed.remindAt == JSONCoding.instant("2026-11-20T18:00:00.000Z"), "\(text)")
      }
    }
  }

  @Test("none, both and what is no time are refused by name, and nothing changes")
  func refused() async throws {
    let clock = try TestClock("2026-11-20T16:30:00Z")
    try await withNotifications(at: clock) { app in
      let person = app.samples.reception
      let number = try await app.send(to: .everyone)
      let good = "2026-11-24T07:00:00.000Z"
      let bodies: [(Fields, String)] = [
        ([:], "at"), (["at": nil as String?, "preset": nil as String?], "at"),
        (["at": good, "preset": "in_an_hour"], "at"), (["preset": "next_week"], "preset"), (["preset": ""], "preset"),
        (["preset": "In_an_hour"], "preset"), (["preset": 1], "preset"), (["until": good], "until"),
        (["at": 1_795_000_000], "at"), (["at": ""], "at"), (["at": "jutro"], "at"), (["at": "2026-11-24"], "at"),
        (["at": "2026-13-24T07:00:00Z"], "at"), (["at": "2026-11-24 07:00"], "at"),
        (["at": "2026-11-24T07:00:00"], "at"),
        (["at": good + "x"], "at"), (["at": good + " "], "at"),
        (["at": "2027-02-30T07:00:00Z"], "at"), (["at": "2026-11-24T25:00:00.000Z"], "at"), (["at": "x" + good], "at"),
      ]
      for (body, field) in bodies {
        let answer = try await app.send(.put, "/notifications/\(number)/reminder", as: person, json: body)
        #expect(answer.summary == "422 invalid \(field)", "\(body)")
      }
      let malformed = try await app.send(
        .put, "/notifications/\(number)/reminder", as: .principal(person), headers: [.contentType: "application/json"],
        body: Array("jutro".utf8))
      #expect(malformed.summary == "400 malformed")
      #expect(try await app.show(number, as: person).status == .unread)
      #expect(try await app.count("SELECT count(*) FROM receipt") == 0)
    }
  }

  @Test("the presets say what they would mean now")
  func presets() async throws {
    let clock = try TestClock("2026-11-20T16:30:00.250Z")
    try await withNotifications(at: clock) { app in
      let answer = try await app.get("/notifications/reminders", as: app.samples.reception)

      #expect(answer.summary == "200")
      #expect(
        try answer.object as? [String: String] == [
          "in_an_hour": "2026-11-20T17:30:00.250Z", "tomorrow_morning": "2026-11-21T07:00:00.000Z",
          "when_support_opens": "2026-11-23T07:00:00.000Z",
        ])
    }
  }

  /// Postpones by a preset and looks where the reminder stands.
  private func expect(_ preset: String, at now: String, toBe expected: String, _ when: String) async throws {
    try await withNotifications(at: try TestClock(now)) { app in
      let number = try await app.send(to: .everyone)

      let postponed = try await app.postpone(number, as: app.samples.reception, ["preset": preset])

      #expect(postponed.status == .postponed)
      #expect(postponed.remindAt == JSONCoding.instant(expected), "\(when)")
    }
  }
}
