import Domain
import Foundation
import NIOCore
import ServiceKit
import TestSupport
import Testing

@Suite("SIGTERM during a slow upload")
struct GracefulStopTests {
  @Test("lets the gateway finish it with 201, and then exit with 0")
  func gateway() async throws {
    try await withTestSuite { suite in
      let file = TestFile(size: 3_000_000)
      let form = TestForm(topic: "a", message: "b", file: file)
      let answer = try await upload(
        "/v1/tickets", TestForm.contentType, form.body, in: suite, interruptedBy: suite.gateway)
      #expect(answer?.status == 201)
      #expect(try await suite.gateway.end() == .exit(0))
      #expect(try await suite.stored() == .init(tickets: 1, messages: 1, attachments: 1, chunks: 12))
      suite.tickets.send(SIGTERM)
      #expect(try await suite.tickets.end() == .exit(0))
    }
  }

  @Test("lets the tickets process finish it with 201, and then exit with 0")
  func tickets() async throws {
    try await withTestSuite { suite in
      let file = TestFile(size: 3_000_000)
      let answer = try await upload(
        "/v1/attachments?name=a.png", "image/png", ByteBuffer(bytes: file.bytes), in: suite,
        interruptedBy: suite.tickets)
      #expect(answer?.status == 201)
      #expect(answer?.body.contains(file.sha256) == true)
      #expect(try await suite.tickets.end() == .exit(0))
      suite.gateway.send(SIGTERM)
      #expect(try await suite.gateway.end() == .exit(0))
    }
  }

  @Test("ends idle processes with 0 although connections are kept open", arguments: TestProcesses.Service.allCases)
  func idle(_ service: TestProcesses.Service) async throws {
    try await withTestSuite { suite in
      try await RawConnection.open(suite.processes.port(of: service)) { connection in
        try await connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try await connection.answer()?.status == 200)
        suite.processes[service].send(SIGTERM)
        #expect(try await suite.processes[service].end(within: .seconds(30)) == .exit(0))
      }
    }
  }

  /// Sends a part of the body, then the signal, then, once the process accepts no connection any more, the rest.
  private func upload(
    _ path: String, _ type: String, _ body: ByteBuffer, in suite: TestSuite, interruptedBy process: TestProcess
  ) async throws -> RawAnswer? {
    let token = try await suite.session(of: suite.samples.reception).text
    let port = process === suite.gateway ? suite.port : suite.processes.ticketsPort
    return try await RawConnection.open(suite.port) { connection in
      try await connection.send(
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
          + "Content-Type: \(type)\r\nContent-Length: \(body.readableBytes)\r\n\r\n")
      var rest = body
      try await connection.send(rest.readSlice(length: 1_000_000) ?? rest)
      try await waitUntil("a part of the file is stored") { try await suite.stored().chunks > 0 }
      process.send(SIGTERM)
      try await waitUntil("\(process.name) accepts no connection") {
        do {
          try await RawConnection.open(port, within: .seconds(1)) { _ in }
          return false
        } catch {
          return true
        }
      }
      #expect(process.isOver == nil)
      try await connection.send(rest)
      return try await connection.answer()
    }
  }
}
