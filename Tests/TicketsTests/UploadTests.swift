import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Tickets

@Suite("Uploading a file")
struct UploadTests {
  @Test("a file is stored with its size and checksum, and becomes the message's")
  func roundTrip() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples

      let answer = try await tickets.upload(SampleFile.png, name: "Zrzut ekranu.png", as: samples.reception)
      let file = try answer.attachment
      let ticket = try await tickets.open(as: samples.reception, attachment: file.id)
      let download = try await tickets.get("/attachments/\(file.id.text)", as: samples.owner)

      #expect(answer.summary == "201")
      #expect(answer.headers[.location] == "/v1/attachments/\(file.id.text)")
      #expect(try answer.object.keys.sorted() == ["id", "media_type", "name", "sha256", "size"])
      #expect((file.name, file.mediaType, file.size) == ("Zrzut ekranu.png", "image/png", SampleFile.png.count))
      #expect(file.sha256 == SampleFile.png.sha256)
      #expect(ticket.messages?.first?.attachment == file)
      #expect(download.summary == "200" && download.body == SampleFile.png)
    }
  }

  @Test("files of just under a chunk, of exactly one or three, and of a byte more come back as they were")
  func chunks() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      for size in [262_143, 262_144, 262_145, 786_432, 786_433] {
        let bytes = SampleFile.big(size)
        let file = try await tickets.attach(bytes, as: person)
        try await tickets.open(as: person, attachment: file.id)

        let download = try await tickets.get("/attachments/\(file.id.text)", as: person)

        #expect(file.size == size && file.sha256 == bytes.sha256)
        #expect(download.body == bytes)
        let chunks = try await tickets.count(
          "SELECT count(*) FROM attachment_chunk WHERE attachment_id = \(file.id)")
        #expect(chunks == (size + 262_143) / 262_144)
      }
    }
  }

  @Test("an empty file is refused")
  func empty() async throws {
    try await withTickets { tickets async throws in
      #expect(try await tickets.upload([], as: tickets.samples.reception).summary == "422 attachment_empty")
      #expect(try await tickets.leftFiles() == 0)
    }
  }

  @Test("a file over the limit is refused by its announced length, one of just the limit is taken")
  func announced() async throws {
    try await withTickets(["ATTACHMENT_LIMIT": "1000"]) { tickets async throws in
      let person = tickets.samples.reception
      #expect(try await tickets.upload(SampleFile.big(1001), as: person).summary == "413 attachment_too_large")
      #expect(try await tickets.leftFiles() == 0)
      #expect(try await tickets.upload(SampleFile.big(1000), as: person).summary == "201")
    }
  }

  @Test("a file whose length nobody announced is counted, and nothing of it stays")
  func counted() async throws {
    try await withTickets { tickets async throws in
      let bytes = SampleFile.big(600_000)
      let parts = stride(from: 0, to: bytes.count, by: 50_000).map { ByteBuffer(bytes: bytes[$0..<$0 + 50_000]) }
      let body = RequestBody(asyncSequence: Parts(parts, then: nil))

      await #expect(throws: Problem(.attachmentTooLarge)) {
        _ = try await tickets.receiver(limit: 599_999).receive(body, name: "film.mp4", key: nil)
      }

      #expect(try await tickets.leftFiles() == 0)
    }
  }

  @Test("a body that breaks off leaves neither a file nor a chunk")
  func broken() async throws {
    try await withTickets { tickets async throws in
      struct Broken: Error {}
      let begun = ByteBuffer(bytes: SampleFile.big(600_000))
      let body = RequestBody(asyncSequence: Parts([begun], then: Broken()))

      await #expect(throws: Broken.self) {
        _ = try await tickets.receiver().receive(body, name: "film.mp4", key: nil)
      }

      #expect(try await tickets.leftFiles() == 0)
    }
  }

  @Test("a client that goes away in the middle leaves neither a file nor a chunk")
  func cancelled() async throws {
    try await withTickets { tickets in
      let (stream, source) = AsyncStream.makeStream(of: ByteBuffer.self)
      let upload = Task {
        _ = try await tickets.receiver().receive(
          RequestBody(asyncSequence: stream), name: "film.mp4", key: nil)
      }
      source.yield(ByteBuffer(bytes: SampleFile.big(600_000)))
      try await waitUntil("two chunks are stored") { try await tickets.leftFiles() == 3 }

      upload.cancel()

      await #expect(throws: (any Error).self) { try await upload.value }
      #expect(try await tickets.leftFiles() == 0)
    }
  }

  @Test("an unclaimed file can be taken back by its uploader alone, a claimed one by nobody")
  func takenBack() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let file = try await tickets.attach(as: samples.reception)
      let path = "/attachments/\(file.id.text)"
      for person in [samples.owner, samples.tatryReception, samples.agent] {
        #expect(try await tickets.send(.delete, path, as: person).summary == "404 not_found")
      }
      #expect(try await tickets.send(.delete, path, as: samples.reception).summary == "204")
      #expect(try await tickets.leftFiles() == 0)

      let claimed = try await tickets.attach(as: samples.reception)
      try await tickets.open(as: samples.reception, attachment: claimed.id)
      let refused = try await tickets.send(.delete, "/attachments/\(claimed.id.text)", as: samples.reception)
      #expect(refused.summary == "404 not_found")
      #expect(try await tickets.leftFiles() == 2)
    }
  }
}

extension TicketsApp {
  /// How many rows of files and chunks there are.
  func leftFiles() async throws -> Int {
    try await count("SELECT (SELECT count(*) FROM attachment) + (SELECT count(*) FROM attachment_chunk)")
  }

  /// The receiving end of an upload, for bodies that a test client cannot send.
  func receiver(limit: Int = Domain.Attachment.defaultLimit) throws -> AttachmentUpload {
    AttachmentUpload(pool: pool, principal: samples.reception, fileTypes: try FileTypes(), limit: limit)
  }
}

/// A body in parts, which ends with an error if there is one.
private struct Parts: AsyncSequence, Sendable {
  let parts: [ByteBuffer]
  let failure: (any Error)?

  init(_ parts: [ByteBuffer], then failure: (any Error)?) {
    (self.parts, self.failure) = (parts, failure)
  }

  func makeAsyncIterator() -> Iterator { Iterator(rest: parts[...], failure: failure) }

  struct Iterator: AsyncIteratorProtocol {
    var rest: ArraySlice<ByteBuffer>
    let failure: (any Error)?

    mutating func next() async throws -> ByteBuffer? {
      if let part = rest.popFirst() { return part }
      if let failure { throw failure }
      return nil
    }
  }
}
