import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceKit
import Testing

@Suite("A list's query")
struct ListQueryTests {
  private enum Colour: String, CaseIterable {
    case red, green
  }

  private func query(_ text: String) throws(Problem) -> ListQuery {
    try ListQuery(.get("/things?\(text)"), filters: ["name", "colour", "owner", "day"])
  }

  @Test("without anything it is the first 20")
  func defaults() throws {
    for text in ["", "&", "&&"] {
      let query = try query(text)
      #expect(try query.limit == 20 && query.cursor == nil)
      #expect(try query.text("name") == nil)
    }
    #expect(try ListQuery(.get("/things"), filters: []).limit == 20)
  }

  @Test("limit is 1 to 100")
  func limits() throws {
    for limit in [1, 20, 100] { #expect(try query("limit=\(limit)").limit == limit) }
    for text in ["0", "101", "-1", "", "x", "1.5", "99999999999999999999", "1e1"] {
      #expect(throws: Problem.invalid("limit", .outOfRange(1...100)), "\(text)") { try query("limit=\(text)") }
    }
  }

  @Test("a cursor is read, or refused")
  func cursors() throws {
    let cursor = Cursor(milliseconds: 5, number: 7)
    #expect(try query("cursor=\(cursor.text)").cursor == cursor)
    for text in ["", "x", "%00", "\(cursor.text)==", "+\(cursor.text)"] {
      #expect(throws: Problem(.invalidCursor), "\(text)") { try query("cursor=\(text)").cursor }
    }
  }

  @Test("what is unknown or given twice is refused by name")
  func names() {
    #expect(throws: Problem.invalid("size", .unknown)) { try query("size=1") }
    #expect(throws: Problem.invalid("Limit", .unknown)) { try query("Limit=1") }
    #expect(throws: Problem.invalid("limit", .repeated)) { try query("limit=1&limit=1") }
    #expect(throws: Problem.invalid("name", .repeated)) { try query("name=a&name=") }
    #expect(throws: Problem.invalid(String(repeating: "x", count: 100), .unknown)) {
      try query(String(repeating: "x", count: 5_000))
    }
  }

  @Test("a filter's text is decoded as browsers encode it, and bounded")
  func texts() throws {
    for (text, expected) in [
      ("name=a", "a"), ("name=", nil), ("name", nil), ("name=a+b", "a b"), ("name=a%2Bb", "a+b"), ("name=a%20b", "a b"),
      ("name=%C5%BC", "ż"), ("name=a=b", "a=b"), ("na%6De=a", "a"), ("name=a%26b", "a&b"), ("name=%25", "%"),
    ] {
      #expect(try query(text).text("name") == expected, "\(text)")
    }
    #expect(try query("name=\(String(repeating: "x", count: 200))").text("name")?.count == 200)
    #expect(throws: Problem.invalid("name", .tooLong(maximum: 200))) {
      try query("name=\(String(repeating: "x", count: 201))").text("name")
    }
    #expect(throws: Problem.invalid("name", .controlCharacters)) { try query("name=a%00b").text("name") }
  }

  @Test("an encoding that is none is malformed", arguments: ["name=%", "name=%2", "name=%zz", "name=%FF", "%FF=1"])
  func encodings(text: String) {
    #expect(throws: Problem(.malformed)) { try query(text) }
  }

  @Test("choices, ids and days are read or refused by name")
  func kinds() throws {
    let id = UUID()
    let query = try query("colour=red&owner=\(id.uuidString)&day=2026-02-28")
    #expect(try query.choice("colour", of: Colour.self) == .red)
    #expect(try query.id("owner") == id)
    #expect(try query.day("day") == CalendarDay("2026-02-28"))

    let wrong = try self.query("colour=blue&owner=7&day=2026-02-29")
    #expect(throws: Problem.invalid("colour", .oneOf(["red", "green"]))) { try wrong.choice("colour", of: Colour.self) }
    #expect(throws: Problem.invalid("owner", .notAnId)) { try wrong.id("owner") }
    #expect(throws: Problem.invalid("day", .notADay)) { try wrong.day("day") }

    let empty = try self.query("colour=&owner=&day=")
    #expect(try empty.choice("colour", of: Colour.self) == nil && empty.id("owner") == nil && empty.day("day") == nil)
  }
}

extension Request {
  /// A GET without a body.
  static func get(_ path: String, authorization: String? = nil) -> Request {
    var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
    head.headerFields[.authorization] = authorization
    return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
  }
}
