import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import ServiceKit

@Suite("Event streams that are fanned out")
struct EventBroadcastTests {
  private let broadcast = EventBroadcast<Int>()

  @Test("a stream begins at once, unbuffered, and says when to come again")
  func opening() async throws {
    try await withChannel { channel in
      let reader = BroadcastReader(try open(channel, first: [.init(name: "restart", data: "")]))
      try await waitUntil("the beginning is there") { reader.events.count == 1 }
      #expect(reader.text == ":\nretry: 2000\n\nevent: restart\ndata: \n\n")
      #expect(reader.headers[.contentType] == "text/event-stream")
      #expect(reader.headers[.cacheControl] == "no-store, no-transform")
      #expect(reader.headers[.init("X-Accel-Buffering")!] == "no")
      #expect(!reader.isOver)
    }
  }

  @Test("a signal is one event for each who may hear it, and nothing for the others")
  func admission() async throws {
    try await withChannel { channel in
      let all = BroadcastReader(try open(channel))
      let even = BroadcastReader(try open(channel) { $0.isMultiple(of: 2) })
      let none = BroadcastReader(try open(channel) { _ in false })

      for number in 1...6 { send(number) }

      try await waitUntil("all is heard") { all.events.count == 6 && even.events.count == 3 }
      #expect(all.data == ["1", "2", "3", "4", "5", "6"])
      #expect(even.data == ["2", "4", "6"])
      #expect(even.events.allSatisfy { $0.name == "number" })
      #expect(Set(all.events.map(\.id)).count == 6)
      #expect(none.events.isEmpty && !none.isOver)
    }
  }

  @Test("a reader who takes nothing is cut off when enough waits for it; the others hear everything")
  func slow() async throws {
    try await withChannel { channel in
      try await withChannel { slowChannel in
        let slow = BroadcastReader(try open(slowChannel), isReading: false)
        let quick = BroadcastReader(try open(channel))
        for number in 1...64 {
          send(number)
          try await waitUntil("\(number) is heard") { quick.events.count == number }
        }
        #expect(broadcast.count == 2 && slowChannel.isActive)

        send(65)
        for number in 66...500 {
          send(number)
          try await waitUntil("\(number) is heard") { quick.events.count == number }
        }

        try await waitUntil("the connection is cut") { !slowChannel.isActive }
        #expect(broadcast.count == 1 && channel.isActive)
        slow.read()
        try await waitUntil("the slow one is over") { slow.isOver }
        // Not one more than has waited.
        #expect(slow.data == (1...64).map(String.init))
        #expect(quick.data == (1...500).map(String.init) && !quick.isOver)
      }
    }
  }

  @Test("a long poll ends after its first event, and not with a heartbeat")
  func longPoll() async throws {
    try await withChannel { channel in
      let poll = BroadcastReader(try open(channel, endsAfterFirst: true) { $0 > 1 })
      broadcast.tend(now: .now + .seconds(21))
      send(1)
      try await waitUntil("the heartbeat is there") { poll.text.hasSuffix(":\n\n") }
      #expect(!poll.isOver && broadcast.count == 1)

      send(2)
      send(3)

      try await waitUntil("it is over") { poll.isOver }
      #expect(poll.data == ["2"])
      #expect(broadcast.count == 0)
    }
  }

  @Test("a person has fifty streams and no more; others have theirs, and one that ends makes room")
  func limit() async throws {
    try await withChannel { channel in
      let (person, other) = (UUID.v7(), UUID.v7())
      let readers = try (1...50).map { _ in BroadcastReader(try open(channel, owner: person)) }

      #expect(throws: Problem(.rateLimited, retryAfter: 30)) { try open(channel, owner: person) }
      #expect(broadcast.count == 50)
      let another = BroadcastReader(try open(channel, owner: other))
      readers[7].leave()

      try await waitUntil("there is room") { broadcast.count == 50 }
      let last = BroadcastReader(try open(channel, owner: person))
      #expect(throws: Problem(.rateLimited, retryAfter: 30)) { try open(channel, owner: person) }
      #expect(!another.isOver && !last.isOver)
    }
  }

  @Test("a stream is never silent for long, and ends when its time is over")
  func tending() async throws {
    try await withChannel { channel in
      let start = ContinuousClock.now
      let reader = BroadcastReader(try open(channel, lifetime: .seconds(60)))
      let longer = BroadcastReader(try open(channel, lifetime: .seconds(600)))
      func heartbeats(_ reader: BroadcastReader) -> Int {
        reader.text.dropFirst(":\nretry: 2000\n\n".count).matches(of: /:\n\n/).count
      }

      broadcast.tend(now: start + .seconds(19))
      broadcast.tend(now: start + .seconds(21))
      broadcast.tend(now: start + .seconds(40))
      broadcast.tend(now: start + .seconds(42))
      try await waitUntil("two heartbeats are there") { heartbeats(reader) == 2 && heartbeats(longer) == 2 }
      #expect(broadcast.count == 2)
      broadcast.tend(now: start + .seconds(62))

      try await waitUntil("the shorter one is over") { reader.isOver }
      try await waitUntil("the longer one hears its third") { heartbeats(longer) == 3 }
      #expect(heartbeats(reader) == 2)
      #expect(broadcast.count == 1 && !longer.isOver)
      // An end by the clock is an end, not a cut.
      #expect(channel.isActive && reader.events.isEmpty && longer.events.isEmpty)
    }
  }

  @Test("streams end with the credential that opened them, and no others do")
  func credential() async throws {
    try await withChannel { channel in
      let (signedOut, stays, without) = (
        BroadcastReader(try open(channel, credential: [1])), BroadcastReader(try open(channel, credential: [2])),
        BroadcastReader(try open(channel))
      )

      broadcast.end(credential: [1])

      try await waitUntil("it is over") { signedOut.isOver }
      #expect(broadcast.count == 2 && !stays.isOver && !without.isOver)
    }
  }

  @Test("nothing is left of a stream whose reader went, or that nobody ever read")
  func leaving() async throws {
    try await withChannel { channel in
      let person = UUID.v7()
      let reader = BroadcastReader(try open(channel, owner: person))
      try await waitUntil("it has begun") { !reader.text.isEmpty }
      reader.leave()
      try await waitUntil("it is over") { reader.isOver && broadcast.count == 0 }

      // As for HEAD: an answer without its body, many times more than a person may have.
      for _ in 1...200 { _ = try open(channel, owner: person) }
      #expect(broadcast.count == 0)
      send(1)
      #expect(channel.isActive)
    }
  }

  private func send(_ number: Int) { broadcast.send(number, name: "number", data: "\(number)") }

  private func open(
    _ channel: any Channel, owner: UUID = .v7(), lifetime: Duration = .seconds(3_600), endsAfterFirst: Bool = false,
    credential: [UInt8]? = nil, first: [EventStream.Event] = [],
    admits: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) throws -> Response {
    var terms = EventBroadcast<Int>.Terms(owner: owner, lifetime: lifetime)
    terms.endsAfterFirst = endsAfterFirst
    terms.credential = credential
    return try broadcast.stream(terms, on: channel, first: first, admits: admits)
  }
}
