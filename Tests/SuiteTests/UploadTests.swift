import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import ServiceKit
import TestSupport
import Testing

extension HeavyTests {
  @Suite("Uploads")
  struct UploadTests {
    @Test("eight at once, each as large as allowed, keep their checksums and cost each process less than 40 MB")
    func eightAtOnce() async throws {
      try await withTestSuite { suite in
        let caller = try await suite.caller(suite.samples.reception)
        _ = try await caller.post("/v1/tickets", form: TestForm(topic: "a", message: "b", file: TestFile()))
        let files = (1...8).map { TestFile("film \($0).png", size: Domain.Attachment.defaultLimit, seed: $0) }
        let before = [suite.gateway, suite.tickets].map(\.residentMemory)
        for process in [suite.gateway, suite.tickets] { try process.forgetPeakMemory() }

        let numbers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
          for (index, file) in files.enumerated() {
            group.addTask {
              let form = TestForm(topic: "film \(index)", message: "po pliku \(index)", file: file)
              let answer = try await caller.post("/v1/tickets", form: form, within: .seconds(120))
              #expect(answer.status == 201)
              return (index, try answer.value(as: Ticket.self).number)
            }
          }
          return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        for (process, before) in zip([suite.gateway, suite.tickets], before) {
          let growth = process.peakMemory - before
          print("\(process.name): \(before / 1024) MiB before, at most \(growth / 1024) MiB more during 8 × 25 MiB")
          #expect(growth < 40_000_000 / 1024)
        }
        for (index, file) in files.enumerated() {
          let ticket: Ticket = try await caller.get("/v1/tickets/\(try #require(numbers[index]))").value()
          let message = try #require(ticket.messages?.first)
          let attachment = try #require(message.attachment)
          #expect((ticket.topic, message.text) == ("film \(index)", "po pliku \(index)"))
          #expect((attachment.size, attachment.sha256) == (file.bytes.count, file.sha256))
          let download = try await caller.get("/v1/attachments/\(attachment.id.text)")
          #expect(TestFile.sha256(download.body) == file.sha256)
        }
      }
    }

    @Test("of one byte more than allowed are refused and leave nothing, with and without a length given beforehand")
    func oneByteMore() async throws {
      try await withTestSuite { suite in
        let caller = try await suite.caller(suite.samples.reception)
        let file = TestFile(size: Domain.Attachment.defaultLimit + 1)
        let form = TestForm(topic: "a", message: "b", file: file)
        let inForm = try await caller.post("/v1/tickets", form: form)
        #expect((inForm.status, inForm.problem?.code) == (413, "attachment_too_large"))

        let raw = try await caller.send(.POST, "/v1/attachments?name=a.png", body: .bytes(file.bytes))
        #expect((raw.status, raw.problem?.code) == (413, "attachment_too_large"))

        let pieces = AsyncStream<ByteBuffer> { continuation in
          var rest = ByteBuffer(bytes: file.bytes)
          while let piece = rest.readSlice(length: min(100_000, rest.readableBytes)), piece.readableBytes > 0 {
            continuation.yield(piece)
          }
          continuation.finish()
        }
        let unknown = try await caller.send(
          .POST, "/v1/attachments?name=a.png", body: .stream(pieces, length: .unknown))
        #expect((unknown.status, unknown.problem?.code) == (413, "attachment_too_large"))

        let huge = try await caller.post(
          "/v1/tickets",
          form: TestForm(topic: "a", message: "b", file: TestFile(size: 2 * Domain.Attachment.defaultLimit)))
        #expect((huge.status, huge.problem?.code) == (413, "attachment_too_large"))
        #expect(try await suite.stored() == .nothing)
      }
    }
  }
}

@Suite("A client that is gone in the middle of an upload")
struct AbortedUploadTests {
  enum Departure: CaseIterable {
    case closed, reset
  }

  @Test("leaves neither a file nor a piece of one", arguments: Departure.allCases)
  func abort(_ departure: Departure) async throws {
    try await withTestSuite { suite in
      let token = try await suite.session(of: suite.samples.reception).text
      var form = TestForm()
      form.add("topic", "a")
      form.add(TestFile(size: 4_000_000))
      let routes = [
        ("/v1/tickets", "multipart/form-data; boundary=\(TestForm.boundary)", form.parts),
        ("/v1/attachments?name=a.png", "image/png", ByteBuffer(bytes: TestFile(size: 4_000_000).bytes)),
      ]
      for (path, type, body) in routes {
        try await RawConnection.open(suite.port) { connection in
          try await connection.send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
              + "Content-Type: \(type)\r\nContent-Length: \(body.readableBytes + 500_000)\r\n\r\n")
          try await connection.send(body.getSlice(at: 0, length: 2_000_000) ?? body)
          try await waitUntil("a part of the file is stored") { try await suite.stored().chunks > 0 }
          if departure == .reset { try await connection.reset() }
        }
        try await waitUntil("nothing of the file is stored") { try await suite.stored() == .nothing }
      }
      #expect(await suite.processes.isReady(.gateway))
    }
  }
}

extension TestSuite.Stored {
  static let nothing = TestSuite.Stored(tickets: 0, messages: 0, attachments: 0, chunks: 0)
}
