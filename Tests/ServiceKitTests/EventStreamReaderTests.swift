import NIOCore
import TestSupport
import Testing

@testable import ServiceKit

@Suite("Server-sent events, as they are read")
struct EventStreamReaderTests {
  typealias Event = EventStream.Event

  /// Streams and what is in them.
  static let samples: [(stream: String, events: [Event])] = [
    ("event: ticket\nid: 7\ndata: {}\n\n", [Event(name: "ticket", id: "7", data: "{}")]),
    ("data: a\n\n", [Event(name: "message", data: "a")]),
    // Every kind of line's end, also mixed.
    ("event: a\r\ndata: 1\r\n\r\n", [Event(name: "a", data: "1")]),
    ("event: a\rdata: 1\r\r", [Event(name: "a", data: "1")]),
    ("event: a\rdata: 1\r\n\ndata: 2\n\r\n", [Event(name: "a", data: "1"), Event(name: "message", data: "2")]),
    // Comments and what nobody knows are nothing, wherever they stand.
    (":\nretry: 2000\n\n:\n\n: hello\ndata: a\n:\n\n:\n\n", [Event(name: "message", data: "a")]),
    ("what\nwhat: ever\ndata: a\n\n", [Event(name: "message", data: "a")]),
    // Lines of data become one text; an empty one is a line too.
    ("data: a\ndata\ndata:\ndata: b\n\n", [Event(name: "message", data: "a\n\n\nb")]),
    ("data\n\n", [Event(name: "message", data: "")]),
    // One space after the colon goes, the others and further colons stay.
    ("data:a\n\ndata:  b: c :\n\n", [Event(name: "message", data: "a"), Event(name: "message", data: " b: c :")]),
    // An event without data is none, and its name is not the next one's; its id stays the last one.
    ("event: a\nid: 1\n\ndata: b\n\n", [Event(name: "message", id: "1", data: "b")]),
    (
      "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
      [
        Event(name: "message", id: "1", data: "a"), Event(name: "message", id: "1", data: "b"),
        Event(name: "message", id: "", data: "c"),
      ]
    ),
    // An id with NUL is not one.
    ("id: 1\nid: 2\03\ndata: a\n\n", [Event(name: "message", id: "1", data: "a")]),
    ("data: zażółć 🐢\n\n", [Event(name: "message", data: "zażółć 🐢")]),
    // What has no end yet is not told.
    ("data: a\n\ndata: b\n", [Event(name: "message", data: "a")]),
    ("\n\n\r\n\r", []), ("", []),
  ]

  @Test("a stream says the same in one piece, in two cut anywhere, and byte by byte", arguments: samples.indices)
  func cuts(_ index: Int) throws {
    let (stream, events) = Self.samples[index]
    let bytes = Array(stream.utf8)
    #expect(try read([bytes]) == events)
    #expect(try read(bytes.map { [$0] }) == events)
    for cut in 0...bytes.count {
      #expect(try read([Array(bytes[..<cut]), [], Array(bytes[cut...])]) == events, "cut at \(cut)")
    }
  }

  @Test("what is written is read, whatever is in it and however it is cut")
  func property() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = Seeded(seed)
      let events = (0..<Int.random(in: 1...8, using: &random)).map { _ in Self.event(&random) }
      let stream = events.reduce(into: [UInt8]()) { stream, event in
        if Bool.random(using: &random) { stream += Array(EventStream.heartbeat.readableBytesView) }
        stream += Array(event.buffer.readableBytesView)
      }
      #expect(try read(Self.pieces(of: stream, &random)) == events, "seed \(seed)")
    }
  }

  @Test("nonsense says the same however it is cut")
  func nonsense() throws {
    let scraps = ["data", "event", "id", ":", " ", "\n", "\n", "\r", "\r\n", "x", "\0", "ż", "🐢"]
    for seed in 0..<300 as Range<UInt64> {
      var random = Seeded(seed)
      let stream = (0..<80).map { _ in scraps[Int.random(in: 0..<scraps.count, using: &random)] }.joined()
      let bytes = Array(stream.utf8)
      #expect(try read(Self.pieces(of: bytes, &random)) == read([bytes]), "seed \(seed)")
    }
  }

  @Test("an event may have 64 KiB and not a byte more, however it is cut")
  func limit() throws {
    let longest = Array(("data: " + String(repeating: "a", count: 64 * 1024 - 6) + "\n\n").utf8)
    let longer = Array(("data: " + String(repeating: "a", count: 64 * 1024 - 5)).utf8)
    let manyLines = Array(String(repeating: "data\n", count: 64 * 1024 / 4 + 1).utf8)
    #expect(try read([longest, longest]).count == 2)
    #expect(throws: EventStreamReader.TooLong.self) { try read([longer]) }
    #expect(throws: EventStreamReader.TooLong.self) { try read([longest, longer]) }
    #expect(throws: EventStreamReader.TooLong.self) { try read(longer.map { [$0] }) }
    #expect(throws: EventStreamReader.TooLong.self) { try read([manyLines]) }
  }

  @Test("a day of heartbeats is not a long event, alone or within one")
  func heartbeats() throws {
    let comments = Array(String(repeating: ": still here\n", count: 20_000).utf8)
    let heartbeats = (0..<40_000).flatMap { _ in Array(EventStream.heartbeat.readableBytesView) }
    let event = Array("data: a\n\n".utf8)
    #expect(try read([comments, heartbeats, event]) == [Event(name: "message", data: "a")])
  }

  private func read(_ pieces: [[UInt8]]) throws -> [Event] {
    var reader = EventStreamReader()
    return try pieces.flatMap { try reader.read(ByteBuffer(bytes: $0)) }
  }

  private static func event(_ random: inout Seeded) -> Event {
    let characters = Array("abc {}\":ł🐢\n\t")
    func text(_ length: Int) -> String {
      String((0..<length).map { _ in characters[Int.random(in: 0..<characters.count, using: &random)] })
    }
    return Event(
      name: "n\(Int.random(in: 0..<3, using: &random))", id: "\(Int.random(in: 0..<1_000, using: &random))",
      data: text(Int.random(in: 0...20, using: &random)))
  }

  private static func pieces(of bytes: [UInt8], _ random: inout Seeded) -> [[UInt8]] {
    var (pieces, rest) = ([[UInt8]](), bytes[...])
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 0...9, using: &random))
      pieces.append(Array(piece))
      rest = rest.dropFirst(piece.count)
    }
    return pieces
  }
}
