import Domain
import NIOCore
import Synchronization
import Testing

@testable import Gateway

@Suite struct MultipartReaderTests {
  private let ticket = [
    MultipartSamplePart("topic", "Drukarka"),
    MultipartSamplePart("file", filename: "żółć 1.png", contentType: "image/png", "\u{89}PNG\r\n\r\n--"),
    MultipartSamplePart("message", "Nie działa.\r\nProszę o pomoc."),
  ]

  @Test func aTicketWithAFileIsReadInTheOrderSent() async throws {
    let body = multipartBuffers(multipartBytes(ticket))

    let parts = try await multipartParts(body)

    #expect(parts == ticket)
  }

  @Test(arguments: [[1, 0, 2], [0, 2, 1], [2, 1, 0]])
  func theFileMayStandBeforeOrAfterTheFields(order: [Int]) async throws {
    let sent = order.map { ticket[$0] }

    let parts = try await multipartParts(multipartBuffers(multipartBytes(sent)))

    #expect(parts == sent)
  }

  @Test func aFormWithoutFieldsHasNoParts() async throws {
    #expect(try await multipartParts("--X--\r\n").isEmpty)
    #expect(try await multipartParts("--X--").isEmpty)
  }

  @Test func contentMayBeEmptyOrAbsent() async throws {
    let header = "Content-Disposition: form-data; name=a\r\n"

    let parts = try await multipartParts("--X\r\n\(header)\r\n\r\n--X\r\n\(header)\r\n--X--\r\n")

    #expect(parts == [MultipartSamplePart("a", ""), MultipartSamplePart("a", "")])
  }

  @Test func theNextPartDiscardsWhatIsLeftOfTheCurrentOne() async throws {
    let bytes = multipartBytes(ticket)
    let reader = try multipartReader(multipartBuffers(bytes, cutAt: Array(1..<bytes.count)))

    var names: [String] = []
    while let part = try await reader.nextPart() {
      names.append(part.name)
      _ = try await reader.nextChunk()
    }

    #expect(names == ["topic", "file", "message"])
  }

  @Test func beforeTheFirstAndAfterTheLastPartThereAreNoChunks() async throws {
    let reader = try multipartReader(multipartBuffers(multipartBytes(ticket)))

    #expect(try await reader.nextChunk() == nil)
    while try await reader.nextPart() != nil {}

    #expect(try await reader.nextChunk() == nil)
    #expect(try await reader.nextPart() == nil)
  }

  @Test func textIsReadUpToItsLimit() async throws {
    let reader = try multipartReader(multipartBuffers(multipartBytes([MultipartSamplePart("a", "żółć")])))
    _ = try await reader.nextPart()

    let text = try await reader.text(upTo: 8)

    #expect(text == "żółć")
  }

  @Test func textOverItsLimitIsTooLargeAndTheNextPartStillReadable() async throws {
    let reader = try multipartReader(multipartBuffers(multipartBytes(ticket)))
    _ = try await reader.nextPart()

    await #expect(throws: Problem(.tooLarge)) { try await reader.text(upTo: 7) }

    #expect(try await reader.nextPart()?.name == "file")
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x61, 0xC5]] as [[UInt8]])
  func textThatIsNotUTF8IsMalformed(bytes: [UInt8]) async throws {
    let reader = try multipartReader(multipartBuffers(multipartBytes([MultipartSamplePart("a", content: bytes)])))
    _ = try await reader.nextPart()

    await #expect(throws: Problem(.malformed)) { try await reader.text(upTo: 100) }
  }

  @Test func theFileIsHandedToAnotherTaskWhileFieldsAreReadHere() async throws {
    let bytes = multipartBytes(ticket)
    let reader = try multipartReader(multipartBuffers(bytes, cutAt: Array(1..<bytes.count)))

    var texts: [String] = []
    var uploaded: [UInt8] = []
    while let part = try await reader.nextPart() {
      if part.filename == nil {
        texts.append(try await reader.text(upTo: 1000))
      } else {
        let chunks = await reader.chunks
        uploaded = try await Task { try await chunks.reduce(into: []) { $0 += $1.readableBytesView } }.value
      }
    }

    #expect(texts == ["Drukarka", "Nie działa.\r\nProszę o pomoc."])
    #expect(uploaded == ticket[1].content)
  }

  @Test func chunksOfAnEarlierPartFailOnceTheReaderHasMovedOn() async throws {
    let reader = try multipartReader(multipartBuffers(multipartBytes(ticket)))
    _ = try await reader.nextPart()
    let earlier = await reader.chunks
    _ = try await reader.nextPart()

    await #expect(throws: Problem(.unexpected)) { try await earlier.makeAsyncIterator().next() }

    #expect(try await reader.nextChunk()?.readableBytesView.elementsEqual(ticket[1].content) == true)
  }

  @Test func anErrorOfTheBodyPassesThroughUnchangedAndStays() async throws {
    struct ClientDied: Error, Equatable {}
    let start = ByteBuffer(bytes: multipartBytes(ticket).prefix(60))
    let reader = try multipartReader([start], endingWith: ClientDied())
    _ = try await reader.nextPart()

    await #expect(throws: ClientDied()) { while try await reader.nextChunk() != nil {} }

    await #expect(throws: ClientDied()) { try await reader.nextPart() }
    await #expect(throws: ClientDied()) { try await reader.nextChunk() }
  }

  @Test func aCancelledReaderIsNotTheClientsMistake() async throws {
    let (body, client) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
    client.yield(ByteBuffer(bytes: multipartBytes(ticket).prefix(60)))
    let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: body)
    _ = try await reader.nextPart()

    let upload = Task { while try await reader.nextChunk() != nil {} }
    upload.cancel()

    await #expect(throws: CancellationError.self) { try await upload.value }
  }

  @Test func twoCallsAtOnceAreRefusedAndNothingIsLost() async throws {
    let (asked, ask) = AsyncStream<Void>.makeStream()
    let (answers, client) = AsyncStream<ByteBuffer>.makeStream()
    let body = AsyncThrowingStream<ByteBuffer, any Error> {
      ask.yield()
      var iterator = answers.makeAsyncIterator()
      return await iterator.next()
    }
    let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: body)
    let first = Task { try await reader.nextPart() }
    for await _ in asked { break }

    await #expect(throws: Problem(.unexpected)) { try await reader.nextPart() }
    client.yield(ByteBuffer(bytes: multipartBytes(ticket)))

    #expect(try await first.value?.name == "topic")
    #expect(try await reader.text(upTo: 100) == "Drukarka")
  }

  @Test func aLargeFileStreamsWithoutPilingUp() async throws {
    let size = 64 * 1024
    let start = ByteBuffer(bytes: Array("--X\r\n".utf8) + MultipartSamplePart("file", filename: "film.mp4", "").bytes)
    let noise = ByteBuffer(bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) })
    let unsent = Mutex(([start] + Array(repeating: noise, count: 400) + [ByteBuffer(string: "\r\n--X--")])[...])
    let sent = Atomic(0)
    let body = AsyncThrowingStream<ByteBuffer, any Error> {
      let buffer = unsent.withLock { $0.popFirst() }
      sent.add(buffer?.readableBytes ?? 0, ordering: .relaxed)
      return buffer
    }
    let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: body)
    _ = try await reader.nextPart()

    var received = 0
    var held = 0
    while let chunk = try await reader.nextChunk() {
      received += chunk.readableBytes
      held = max(held, sent.load(ordering: .relaxed) - start.readableBytes - received)
    }

    #expect(received == 400 * size)
    #expect(held <= "\r\n--X--".utf8.count)
  }
}
