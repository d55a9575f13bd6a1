import Domain
import NIOCore
import Testing

@testable import Gateway

/// Delimiters, and where a body that goes on and on is given up.
@Suite struct MultipartLimitsTests {
  private static let disposition = "Content-Disposition: form-data; name=\"a\""

  /// A body of one part with these header lines and the content `text`.
  private func body(_ lines: [String]) -> String {
    "--X\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\ntext\r\n--X--\r\n"
  }

  // MARK: Limits

  @Test func sixtyFourHeadersAreAcceptedAndOneMoreIsMalformed() async throws {
    let others = (1..<64).map { "X-\($0): y" }

    #expect(try await multipartParts(body([Self.disposition] + others)).count == 1)

    await #expect(throws: Problem(.malformed)) {
      try await multipartParts(body([Self.disposition, "X-64: y"] + others))
    }
  }

  @Test func headersMayHaveEightKibibytesAndNoMore() async throws {
    // Two line ends of header lines, that of the empty line, and the second header's name.
    let room = 8 * 1024 - Self.disposition.utf8.count - 6 - 3

    let exact = body([Self.disposition, "X: " + String(repeating: "x", count: room)])
    let over = body([Self.disposition, "X: " + String(repeating: "x", count: room + 1)])

    #expect(try await multipartParts(exact).count == 1)
    await #expect(throws: Problem(.malformed)) { try await multipartParts(over) }
  }

  @Test(arguments: ["x", "X-A: b\r\n", "\r", "\n", " "])
  func endlessHeadersEndSoon(piece: String) async throws {
    let body = MultipartEndlessBody(start: ByteBuffer(string: "--X\r\n"), piece: ByteBuffer(string: piece))
    let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: body)

    await #expect(throws: Problem(.malformed)) { try await reader.nextPart() }
  }

  @Test func aHundredPartsAreAcceptedAndOneMoreIsTooLarge() async throws {
    let parts = Array(repeating: MultipartSamplePart("a", "text"), count: 100)

    #expect(try await multipartParts(multipartBuffers(multipartBytes(parts))).count == 100)

    await #expect(throws: Problem(.tooLarge)) {
      try await multipartParts(multipartBuffers(multipartBytes(parts + parts.prefix(1))))
    }
  }

  @Test func tenThousandPartsEndAtTheHundredAndFirst() async throws {
    let part = MultipartSamplePart("a", "text")
    let reader = try multipartReader(
      multipartBuffers(multipartBytes(Array(repeating: part, count: 10_000))))

    var count = 0
    await #expect(throws: Problem(.tooLarge)) { while try await reader.nextPart() != nil { count += 1 } }

    #expect(count == 100)
  }

  @Test func aPreambleIsIgnoredUpToEightKibibytes() async throws {
    let rest = body([Self.disposition])
    let preamble = String(repeating: "p", count: 8 * 1024)

    #expect(try await multipartParts("\(preamble)\r\n\(rest)").count == 1)

    await #expect(throws: Problem(.malformed)) { try await multipartParts("\(preamble)p\r\n\(rest)") }
    let endless = MultipartEndlessBody(start: ByteBuffer(), piece: ByteBuffer(string: "p\r\n"))
    let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: endless)
    await #expect(throws: Problem(.malformed)) { try await reader.nextPart() }
  }

  @Test func anEpilogueIsIgnoredUpToEightKibibytes() async throws {
    let start = body([Self.disposition])
    let epilogue = String(repeating: "e", count: 8 * 1024)

    #expect(try await multipartParts("\(start)\(epilogue)").count == 1)

    await #expect(throws: Problem(.malformed)) { try await multipartParts("\(start)\(epilogue)e") }
  }

  // MARK: Delimiters

  @Test(arguments: [
    "a--X", "--X--", "\n--X\r\n", "\r--X\r\n", "\r\n--Y", "\r\n-X\r\n", "\r\n--x\r\n", "\r\n--XY\r\n", "\r\n--X-\r\n",
    "\r\n--X-- Y\r\n", "\r\n--X Y", "\r\n--X\n", "\r\n--X\r", "\r\r\n", "\r\n\r\n--", "\r\n --X\r\n", "\r\n--X---\r\n",
    "\r\n--X\(String(repeating: " ", count: 257))\r\n",
  ])
  func contentThatOnlyResemblesADelimiterIsContent(content: String) async throws {
    for sent in [content, "a\(content)b", "\(content)\(content)"] {
      // At the very start the CRLF of the headers' empty line would make it a delimiter: a part without content.
      guard !sent.hasPrefix("--X") else { continue }
      let part = MultipartSamplePart("a", sent)

      let parts = try await multipartParts(multipartBuffers(multipartBytes([part])))

      #expect(parts == [part])
    }
  }

  @Test(arguments: ["\r\n--X \t \r\n", "\r\n--X\r\n", "\r\n--X\(String(repeating: "\t", count: 256))\r\n"])
  func spacesAndTabsAfterTheBoundaryAreAccepted(delimiter: String) async throws {
    let part = "\(Self.disposition)\r\n\r\ntext"

    let parts = try await multipartParts("--X \t\r\n\(part)\(delimiter)\(part)\r\n--X-- \t")

    #expect(parts == [MultipartSamplePart("a", "text"), MultipartSamplePart("a", "text")])
  }

  @Test func aBodyThatEndsAnywhereBeforeTheLastDelimiterIsMalformed() async {
    let bytes = Array(body([Self.disposition]).utf8)

    // Without its line end the last delimiter is complete all the same.
    for length in 0..<(bytes.count - 2) {
      await #expect(throws: Problem(.malformed)) { try await multipartParts(multipartBuffers(Array(bytes[..<length]))) }
    }
  }

  @Test(arguments: ["--Y\r\n", "--XX\r\n", "X\r\n", "", "-", "--X"])
  func aBodyWithAnotherBoundaryIsMalformed(start: String) async {
    let rest = "\(Self.disposition)\r\n\r\ntext\r\n--Y--\r\n"

    await #expect(throws: Problem(.malformed)) { try await multipartParts(start + rest) }
  }
}

/// A body that goes on as if for ever, a small piece at a time; who reads a hundred thousand of them has set no limit.
private struct MultipartEndlessBody: AsyncSequence, Sendable {
  let start: ByteBuffer
  let piece: ByteBuffer

  struct AsyncIterator: AsyncIteratorProtocol {
    var first: ByteBuffer?
    let piece: ByteBuffer
    var count = 0

    mutating func next() async throws -> ByteBuffer? {
      count += 1
      guard count < 100_000 else { throw CancellationError() }
      return first.take() ?? piece
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first: start, piece: piece) }
}
