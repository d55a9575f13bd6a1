import Domain
import Foundation
import ServiceKit
import Testing

@Suite("The suite's JSON")
struct JSONTests {
  private struct Sample: Codable, Equatable {
    let accountId: UUID
    let updatedAt: Date
    let pageUrl: String
  }

  @Test("a time keeps its milliseconds on the way out and back, each of a thousand")
  func milliseconds() throws {
    for millisecond in 0..<1_000 {
      let date = Date(timeIntervalSince1970: (1_795_342_530_000 + Double(millisecond)) / 1000)
      let expected = String(format: "2026-11-22T10:15:30.%03dZ", millisecond)
      #expect(JSONCoding.timestamp(date) == expected)
      let read = try JSONCoding.decode([Date].self, from: Data("[\"\(expected)\"]".utf8))[0]
      #expect(JSONCoding.timestamp(read) == expected)
      #expect((read.timeIntervalSince1970 * 1000).rounded() == (date.timeIntervalSince1970 * 1000).rounded())
    }
  }

  @Test("keys are in snake case, ids in lower case, and slashes and letters as they are")
  func shape() throws {
    let id = UUID.v7()
    let sample = Sample(accountId: id, updatedAt: Date(timeIntervalSince1970: 0), pageUrl: "/żółw?a=\"b\"")
    let data = try JSONCoding.encode(sample)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains(#""account_id":"\#(id.uuidString.lowercased())""#))
    #expect(text.contains(#""updated_at":"1970-01-01T00:00:00.000Z""#))
    #expect(text.contains(#""page_url":"/żółw?a=\"b\"""#))
    #expect(try JSONCoding.decode(Sample.self, from: data) == sample)
  }

  @Test(
    "what is no RFC 3339 time is refused",
    arguments: ["", "2026-11-22", "10:15", "2026-13-01T00:00:00Z", "2026-11-22 10:15:30", "yesterday", "1795342530"])
  func notATime(text: String) {
    #expect(throws: DecodingError.self) { try JSONCoding.decode([Date].self, from: Data("[\"\(text)\"]".utf8)) }
  }
}
