import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import ServiceKit

@Suite("Event streams that go on where they broke off")
struct EventReplayTests {
  private let broadcast = EventBroadcast<Int>()

  @Test("who names the last event it knows hears what came since, as far as it may, and nothing twice")
  func replay() async throws {
    try await withChannel { channel in
      let ids = try await hear(1...10, on: channel)

      let back = BroadcastReader(try open(channel, after: ids[3]))
      let even = BroadcastReader(try open(channel, after: ids[3]) { $0.isMultiple(of: 2) })
      let upToDate = BroadcastReader(try open(channel, after: ids[9]))
      send(11)

      try await waitUntil("all is heard") { back.events.count == 7 && !upToDate.events.isEmpty }
      #expect(back.data == (5...11).map(String.init))
      #expect(Array(back.events.prefix(6).map(\.id)) == Array(ids[4...]))
      #expect(upToDate.data == ["11"])
      try await waitUntil("the even ones are heard") { even.data == ["6", "8", "10"] }
    }
  }

  @Test("a last event that nobody can place starts anew")
  func unknown() async throws {
    try await withChannel { channel in
      let ids = try await hear(1...3, on: channel)
      let epoch = try #require(ids[0].split(separator: ".").first)
      for id in [
        nil, "", ".", "3", "\(epoch)", "\(epoch).", "\(epoch).4", "\(epoch).-1", "\(epoch).x", "\(epoch).1.2",
        "\(UUID.v7().text).1", "\(epoch).99999999999999999999", "\(epoch).\(Int.max)", "\(epoch).\(Int.min)",
      ] {
        let reader = BroadcastReader(try open(channel, after: id))
        try await waitUntil("it starts anew after \(id ?? "nothing")") { reader.data == ["anew"] }
      }
    }
  }

  @Test("after a restart all streams are over and what they knew is forgotten")
  func restart() async throws {
    try await withChannel { channel in
      let reader = BroadcastReader(try open(channel))
      let ids = try await hear(1...3, on: channel)

      broadcast.restart()

      try await waitUntil("the stream is over") { reader.isOver }
      #expect(broadcast.count == 0 && channel.isActive)
      let back = BroadcastReader(try open(channel, after: ids[2]))
      try await waitUntil("it starts anew") { back.data == ["anew"] }
      let again = try await hear(4...6, on: channel)
      #expect(Set(again).isDisjoint(with: ids))
    }
  }

  @Test("what is remembered is bounded, and who was away for longer starts anew")
  func memory() async throws {
    try await withChannel { channel in
      let ids = try await hear(1...1_300, on: channel)

      let tooLate = BroadcastReader(try open(channel, after: ids[0]))
      let inTime = BroadcastReader(try open(channel, after: ids[1_299 - 64]))
      try await waitUntil("it starts anew") { tooLate.data == ["anew"] }
      try await waitUntil("it goes on") { inTime.data == (1_237...1_300).map(String.init) }
    }
  }

  @Test("who missed more than a stream holds starts anew, rather than missing some of it")
  func tooMany() async throws {
    try await withChannel { channel in
      let ids = try await hear(1...200, on: channel)

      let away = BroadcastReader(try open(channel, after: ids[100]))
      let picky = BroadcastReader(try open(channel, after: ids[0]) { $0.isMultiple(of: 10) })

      try await waitUntil("it starts anew") { !away.events.isEmpty }
      #expect(away.data == ["anew"])
      // What counts is what it may hear.
      try await waitUntil("it goes on") { picky.data == (1...20).map { "\($0 * 10)" } }
    }
  }

  @Test("a long poll that missed something ends with it at once")
  func longPoll() async throws {
    try await withChannel { channel in
      let ids = try await hear(1...3, on: channel)

      let missed = BroadcastReader(try open(channel, after: ids[0], endsAfterFirst: true))
      let upToDate = BroadcastReader(try open(channel, after: ids[2], endsAfterFirst: true))

      try await waitUntil("it is over") { missed.isOver }
      #expect(missed.data == ["2", "3"])
      #expect(!upToDate.isOver && broadcast.count == 1)
      send(4)
      try await waitUntil("the other is over") { upToDate.isOver }
      #expect(upToDate.data == ["4"])
    }
  }

  /// Sends these and answers their ids, as a reader heard them that is gone then.
  private func hear(_ numbers: ClosedRange<Int>, on channel: any Channel) async throws -> [String] {
    let count = broadcast.count
    let reader = BroadcastReader(try open(channel, first: []))
    for number in numbers {
      send(number)
      // No faster than it reads.
      if number.isMultiple(of: 50) {
        try await waitUntil("\(number) is heard") { reader.data.last == "\(number)" }
      }
    }
    try await waitUntil("all is heard") { reader.events.count == numbers.count }
    reader.leave()
    try await waitUntil("it is gone") { broadcast.count == count }
    return reader.events.compactMap(\.id)
  }

  private func send(_ number: Int) { broadcast.send(number, name: "number", data: "\(number)") }

  private func open(
    _ channel: any Channel, after id: String? = nil, endsAfterFirst: Bool = false,
    first: [EventStream.Event] = [.init(name: "restart", data: "anew")],
    admits: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) throws -> Response {
    var terms = EventBroadcast<Int>.Terms(owner: .v7(), lifetime: .seconds(3_600))
    terms.lastEventId = id
    terms.endsAfterFirst = endsAfterFirst
    return try broadcast.stream(terms, on: channel, first: first, admits: admits)
  }
}
