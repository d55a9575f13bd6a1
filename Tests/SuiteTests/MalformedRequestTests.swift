import Domain
import Foundation
import NIOHTTP1
import ServiceKit
import TestSupport
import Testing

@Suite("A malformed request")
struct MalformedRequestTests {
  @Test("is refused with a problem or a closed connection, stores nothing and hurts nobody")
  func all() async throws {
    try await withTestSuite { suite in
      let token = try await suite.session(of: suite.samples.reception).text
      let pids = [suite.gateway.pid, suite.tickets.pid]
      for request in MalformedRequest.all {
        let answer = try await RawConnection.open(suite.port, within: .seconds(20)) { connection in
          // The other side may hang up before it has heard everything.
          try? await connection.send(request.text(token: token))
          connection.finish()
          return try await connection.answer()
        }
        check(answer, of: request)
        try await waitUntil("\(request.name) leaves nothing") { try await suite.stored() == .nothing }
        #expect(suite.gateway.isOver == nil && suite.tickets.isOver == nil, "\(request.name) ended a process")
      }
      #expect(pids == [suite.gateway.pid, suite.tickets.pid])
      let sane = try await suite.bearer(token).post("/v1/tickets", form: TestForm(topic: "a", message: "b"))
      #expect(sane.status == 201)
    }
  }

  private func check(_ answer: RawAnswer?, of request: MalformedRequest) {
    switch request.expected {
    case .problem(let status, let code):
      let problem = answer.flatMap { try? JSONCoding.decode(ProblemDocument.self, from: Data($0.body.utf8)) }
      #expect(answer?.status == status, "\(request.name)")
      #expect(problem?.code == code, "\(request.name)")
      #expect(answer?.headers.first(name: "Content-Type") == "application/problem+json", "\(request.name)")
    case .refusal:
      #expect(answer.map { (400..<500).contains($0.status) } ?? true, "\(request.name): \(answer?.status ?? 0)")
    }
  }
}
