import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@Suite("Downloading a file")
struct DownloadTests {
  /// Three chunks and a byte.
  private static let bytes = SampleFile.big(786_433)

  @Test("the headers keep a browser from running it and from keeping it for somebody else")
  func headers() async throws {
    try await withTickets { tickets in
      let image = try await tickets.published(SampleFile.png)
      let text = try await tickets.published(SampleFile.text)

      let shown = try await tickets.get(image.path, as: tickets.samples.reception).headers
      let saved = try await tickets.get(text.path, as: tickets.samples.reception).headers

      #expect(shown[.contentType] == "image/png" && saved[.contentType] == "text/plain")
      #expect(shown[.contentDisposition]?.hasPrefix("inline;") == true)
      #expect(saved[.contentDisposition]?.hasPrefix("attachment;") == true)
      #expect(shown[.eTag] == "\"\(image.sha256)\"")
      for headers in [shown, saved] {
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[.contentSecurityPolicy]?.contains("sandbox") == true)
        #expect(headers[.acceptRanges] == "bytes")
        #expect(headers[.cacheControl]?.contains("private") == true)
      }
    }
  }

  @Test("a range is answered with just its bytes, across chunks too")
  func ranges() async throws {
    try await withTickets { tickets in
      let file = try await tickets.published(Self.bytes)
      let size = Self.bytes.count
      for (range, expected) in [
        ("bytes=0-0", 0..<1), ("bytes=0-262143", 0..<262_144), ("bytes=262143-262144", 262_143..<262_145),
        ("bytes=262144-524287", 262_144..<524_288), ("bytes=100-600000", 100..<600_001),
        ("bytes=786432-786432", 786_432..<786_433), ("bytes=786432-", 786_432..<786_433), ("bytes=0-", 0..<size),
        ("bytes=-1", size - 1..<size), ("bytes=-262145", size - 262_145..<size), ("bytes=-9999999", 0..<size),
        ("bytes=5-99999999999999999999999", 5..<size), ("bytes=-99999999999999999999999", 0..<size),
      ] {
        let answer = try await tickets.get(file.path, as: tickets.samples.reception, headers: [.range: range])
        #expect(answer.status == 206, "\(range)")
        #expect(answer.body == Array(Self.bytes[expected]), "\(range)")
        #expect(
          answer.headers[.contentRange] == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(size)", "\(range)"
        )
      }
    }
  }

  @Test("what is no single range of bytes is answered with the whole file")
  func ignored() async throws {
    try await withTickets { tickets in
      let file = try await tickets.published(SampleFile.png)
      for range in [
        "bytes=0-0,2-3", "bytes=-", "bytes=5-2", "bytes=a-b", "lines=1-2", "bytes", "bytes=", "bytes=1", "bytes=+1-2",
        "bytes= 0-1", "bytes=0-1-2", "bytes=٠-١",
      ] {
        let answer = try await tickets.get(file.path, as: tickets.samples.reception, headers: [.range: range])
        #expect(answer.status == 200 && answer.body == SampleFile.png, "\(range)")
        #expect(answer.headers[.contentRange] == nil, "\(range)")
      }
    }
  }

  @Test("a range behind the end cannot be satisfied")
  func unsatisfiable() async throws {
    try await withTickets { tickets in
      let file = try await tickets.published(SampleFile.png)
      let size = SampleFile.png.count
      for range in ["bytes=\(size)-", "bytes=\(size)-\(size + 5)", "bytes=-0", "bytes=99999999999999999999999-"] {
        let answer = try await tickets.get(file.path, as: tickets.samples.reception, headers: [.range: range])
        #expect(answer.summary == "416 range_not_satisfiable", "\(range)")
      }
    }
  }

  @Test("If-Range gives the range of the very same file, else all of it")
  func ifRange() async throws {
    try await withTickets { tickets in
      let file = try await tickets.published(SampleFile.png)
      func status(_ ifRange: String) async throws -> Int {
        try await tickets.get(
          file.path, as: tickets.samples.reception, headers: [.range: "bytes=0-3", .ifRange: ifRange]
        ).status
      }
      #expect(try await status("\"\(file.sha256)\"") == 206)
      #expect(try await status("\"other\"") == 200)
      #expect(try await status("W/\"\(file.sha256)\"") == 200)
      #expect(try await status("Wed, 01 Jul 2026 10:00:00 GMT") == 200)
    }
  }

  @Test("a browser that has the file already is told so")
  func ifNoneMatch() async throws {
    try await withTickets { tickets in
      let file = try await tickets.published(SampleFile.png)
      func answer(_ value: String) async throws -> Answer {
        try await tickets.get(file.path, as: tickets.samples.reception, headers: [.ifNoneMatch: value])
      }
      for value in ["\"\(file.sha256)\"", "W/\"\(file.sha256)\"", "\"a\", \"\(file.sha256)\"", "*"] {
        let answer = try await answer(value)
        #expect(answer.status == 304 && answer.body.isEmpty, "\(value)")
        #expect(answer.headers[.eTag] == "\"\(file.sha256)\"")
      }
      #expect(try await answer("\"other\"").status == 200)
      let foreign = try await tickets.get(
        file.path, as: tickets.samples.tatryOwner, headers: [.ifNoneMatch: "\"\(file.sha256)\""])
      #expect(foreign.summary == "404 not_found")
    }
  }

  @Test("HEAD says what GET would, without the bytes")
  func head() async throws {
    try await withTickets { tickets in
      let file = try await tickets.published(SampleFile.png)
      let person = tickets.samples.reception

      let get = try await tickets.get(file.path, as: person)
      let head = try await tickets.send(.head, file.path, as: person)
      let ranged = try await tickets.send(.head, file.path, as: person, headers: [.range: "bytes=0-3"])

      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head.distinctiveHeaders == get.distinctiveHeaders)
      #expect(ranged.status == 200, "RFC 9110, 14.2: Range is for GET alone")
    }
  }

  @Test("a file without a message yet is nobody's to download")
  func unclaimed() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let file = try await tickets.attach(as: samples.reception)
      for person in [samples.reception, samples.owner, samples.tatryOwner, samples.agent] {
        #expect(try await tickets.get("/attachments/\(file.id.text)", as: person).summary == "404 not_found")
      }
    }
  }

  @Test("what is no id is not there")
  func ids() async throws {
    try await withTickets { tickets async throws in
      for id in ["1", "abc", "..", "00000000-0000-0000-0000-00000000000"] {
        #expect(try await tickets.get("/attachments/\(id)", as: tickets.samples.agent).status == 404, "\(id)")
      }
    }
  }
}

extension TicketsApp {
  /// A file of the reception's, on a ticket of its own.
  func published(_ bytes: [UInt8]) async throws -> (path: String, sha256: String) {
    let file = try await attach(bytes, as: samples.reception)
    try await open(as: samples.reception, attachment: file.id)
    return ("/attachments/\(file.id.text)", file.sha256)
  }
}
