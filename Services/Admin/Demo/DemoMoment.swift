import Foundation

/// A time of the demonstration, told from the day it was first loaded, so that it never looks old.
enum DemoMoment {
  /// A working day that many working days back, 0 being the last whose 17:00 has passed.
  case day(Int, Int, Int)
  /// The calendar day before that working day: a Sunday now and then.
  case eve(Int, Int, Int)
  /// Minutes before the loading.
  case ago(Int)
  /// The calendar day that many days after the loading.
  case ahead(Int, Int, Int)
}

/// Turns the demonstration's moments into instants.
struct DemoCalendar {
  let now: Date
  private let calendar: Calendar
  private let lastWorkday: Date

  init(now: Date) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Europe/Warsaw") ?? .gmt
    let today = calendar.startOfDay(for: now)
    let isOver = now >= Self.time(17, 0, on: today, in: calendar)
    self.now = now
    self.calendar = calendar
    lastWorkday = Self.workday(isOver ? today : Self.day(-1, from: today, in: calendar), in: calendar)
  }

  func instant(_ moment: DemoMoment) -> Date {
    switch moment {
    case .day(let back, let hour, let minute):
      Self.time(hour, minute, on: workday(back), in: calendar)
    case .eve(let back, let hour, let minute):
      Self.time(hour, minute, on: Self.day(-1, from: workday(back), in: calendar), in: calendar)
    case .ago(let minutes):
      // Whole seconds: nobody types faster.
      Date(timeIntervalSince1970: (now.timeIntervalSince1970 - Double(minutes * 60)).rounded(.down))
    case .ahead(let days, let hour, let minute):
      Self.time(hour, minute, on: Self.day(days, from: calendar.startOfDay(for: now), in: calendar), in: calendar)
    }
  }

  private func workday(_ back: Int) -> Date {
    var day = lastWorkday
    for _ in 0..<back { day = Self.workday(Self.day(-1, from: day, in: calendar), in: calendar) }
    return day
  }

  /// The day itself or the last before it that is from Monday to Friday and no holiday.
  private static func workday(_ day: Date, in calendar: Calendar) -> Date {
    let date = calendar.dateComponents([.month, .day], from: day)
    let isFree = calendar.isDateInWeekend(day) || holidays.contains { $0 == date.month && $1 == date.day }
    return isFree ? workday(Self.day(-1, from: day, in: calendar), in: calendar) : day
  }

  /// Poland's holidays that have the same date every year, as month and day.
  private static let holidays = [
    (1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26),
  ]

  private static func day(_ offset: Int, from day: Date, in calendar: Calendar) -> Date {
    calendar.date(byAdding: .day, value: offset, to: day) ?? day
  }

  private static func time(_ hour: Int, _ minute: Int, on day: Date, in calendar: Calendar) -> Date {
    calendar.date(bySettingHour: hour, minute: minute, second: 0, of: day) ?? day
  }
}
