import Domain
import Foundation
import Testing

@testable import ServiceKit

@Suite("A request's fields")
struct RequestFieldsTests {
  private enum Colour: String, Decodable {
    case red
  }

  private struct Sample: RequestFields, Equatable {
    let name: String
    let note: String?
    let count: Int?
    let isDone: Bool?
    let ownerId: UUID?
    let tags: [String]?
    let colour: Colour?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, note, count, tags, colour
      case isDone = "is_done"
      case ownerId = "owner_id"
    }
  }

  @Test("what fits is read")
  func fits() throws {
    let id = UUID()
    let json = #"{"name": "Ż", "note": null, "count": 5, "is_done": true, "owner_id": "\#(id)", "tags": ["a"]}"#
    let sample = try Sample.reading(Data(json.utf8))
    let expected = Sample(
      name: "Ż", note: nil, count: 5, isDone: true, ownerId: id, tags: ["a"], colour: nil)
    #expect(sample == expected)
  }

  @Test("what does not is a 422 that names the field and says why")
  func refused() {
    for (json, field, reason) in [
      ("{}", "name", .required), (#"{"name": null}"#, "name", .required),
      (#"{"name": 5}"#, "name", .wrongType(expected: "text")),
      (#"{"name": ["x"]}"#, "name", .wrongType(expected: "text")),
      (#"{"name": {"a": 1}}"#, "name", .wrongType(expected: "text")),
      (#"{"name": true}"#, "name", .wrongType(expected: "text")),
      (#"{"name": "x", "count": "5"}"#, "count", .wrongType(expected: "number")),
      (#"{"name": "x", "is_done": 1}"#, "is_done", .wrongType(expected: "boolean")),
      (#"{"name": "x", "is_done": "true"}"#, "is_done", .wrongType(expected: "boolean")),
      (#"{"name": "x", "owner_id": "7"}"#, "owner_id", .notAnId),
      (#"{"name": "x", "other": 1}"#, "other", .unknown), (#"{"name": "x", "isDone": true}"#, "isDone", .unknown),
      (#"{"name": "x", "": 1}"#, "", .unknown), (#"{"name": "x", "Name": "x"}"#, "Name", .unknown),
      (#"{"name": "x", "__proto__": {}}"#, "__proto__", .unknown),
    ] as [(String, String, Problem.Reason)] {
      #expect(throws: Problem.invalid(field, reason), "\(json)") { try Sample.reading(Data(json.utf8)) }
    }
  }

  /// Foundation does not say where such a number stood, so no field can be named.
  @Test("a number that no integer holds is refused", arguments: ["1.5", "99999999999999999999", "1e400", "-0.1"])
  func numbers(number: String) {
    #expect(throws: Problem(.malformed)) { try Sample.reading(Data(#"{"name": "x", "count": \#(number)}"#.utf8)) }
  }

  @Test("of many unknown fields ten are named")
  func many() {
    let json = "{" + (0..<50).map { "\"field\($0)\": 1" }.joined(separator: ",") + "}"
    let problem = #expect(throws: Problem.self) { try Sample.reading(Data(json.utf8)) }
    #expect(problem?.fields.count == 10 && problem?.fields.values.allSatisfy { $0 == .unknown } == true)
  }

  @Test(
    "what is no JSON object is malformed",
    arguments: [
      "", " ", "{", "}", "[]", "null", "5", "\"x\"", "{\"name\": \"x\"", "{'name': 'x'}", "{name: 1}",
      #"{"name": "x"} x"#, #"{"name": "\ud800"}"#, "{\"name\": \"a\nb\"}", String(repeating: "[", count: 50_000),
    ])
  func malformed(json: String) {
    #expect(throws: Problem(.malformed)) { try Sample.reading(Data(json.utf8)) }
  }

  @Test("bytes that are no UTF-8 are malformed")
  func bytes() {
    #expect(throws: Problem(.malformed)) { try Sample.reading(Data([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])) }
  }
}
