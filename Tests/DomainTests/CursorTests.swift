import Domain
import Foundation
import Testing

@Suite("A cursor")
struct CursorTests {
  @Test("what it writes it reads, for any place in a list")
  func roundTrip() throws {
    var random = Seeded(1)
    let edges: [Int?] = [nil, 0, 1, -1, 8_640_000_000_000_000, -8_640_000_000_000_000]
    let places =
      edges + (0..<500).map { _ in Int.random(in: -8_640_000_000_000_000...8_640_000_000_000_000, using: &random) }
    for milliseconds in places {
      for number in [0, 100_001, Int.random(in: 0...Int.max, using: &random), Int.max] {
        let cursor = Cursor(milliseconds: milliseconds, number: number)
        #expect(try Cursor(parsing: cursor.text) == cursor)
        #expect(cursor.text.utf8.allSatisfy { $0.isURLSafe })
      }
    }
  }

  @Test("an instant keeps its milliseconds, whatever a Double makes of it")
  func instants() throws {
    for milliseconds in stride(from: 1_782_864_000_000, through: 1_782_864_000_999, by: 1) {
      let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      let cursor = Cursor(instant, 1)
      #expect(cursor.milliseconds == milliseconds)
      #expect(try Cursor(parsing: cursor.text).instant == instant)
    }
    #expect(Cursor(nil, 1).instant == nil)
  }

  @Test(
    "anything else is refused, not guessed at",
    arguments: [
      "", " ", "abc", "MS4xLjE=", "====", "🙂", "1.1.1", "\0", "..", "-", "_",
      encoded("1.1"), encoded("1.1.1.1"), encoded("2.1.1"), encoded("1..-1"), encoded("1.1.-5"), encoded("1.a.1"),
      encoded("1.1.a"), encoded("1.01.1"), encoded("1.+1.1"), encoded("1.1.+1"), encoded("1.1. 1"), encoded("1.1."),
      encoded("1.1.9223372036854775808"), encoded("1.99999999999999999999.1"), encoded("1.8640000000000001.1"),
      encoded("1.-8640000000000001.1"), encoded("1.-9223372036854775808.1"), encoded("1.٣.1"), encoded("1.1.1\n"),
      encoded("1.-0.1"), encoded(String(repeating: "1", count: 200)), encoded("1.1.1") + "A",
    ])
  func garbage(text: String) {
    #expect(throws: Problem(.invalidCursor)) { try Cursor(parsing: text) }
  }

  @Test("no garbage crashes it or is taken for a place that was never given")
  func random() {
    var random = Seeded(2)
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let alphabet = Array("0123456789.-")
      let nearly = String((0..<8).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
      for text in [
        Data(bytes).base64URLEncodedString(), String(decoding: bytes, as: UTF8.self), encoded(nearly),
        encoded("1." + nearly),
      ] {
        guard let cursor = try? Cursor(parsing: text) else { continue }
        #expect(cursor.text == text)
      }
    }
  }
}

private func encoded(_ text: String) -> String { Data(text.utf8).base64URLEncodedString() }

extension UInt8 {
  fileprivate var isURLSafe: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
      || [0x2D, 0x5F].contains(self)
  }
}

/// The same numbers in every run (SplitMix64), so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
