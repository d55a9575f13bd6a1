import Domain
import Foundation
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension HeavyTests {
  @Suite("The road of facts from the tickets to the notifications")
  struct EventRoadTests {
    @Test("brings 1,000 facts, each once, although both ends are killed at random on the way")
    func kills() async throws {
      try await withTestSuite { suite in
        let reception = try await suite.caller(suite.samples.reception)
        var tickets: [Int] = []
        for index in 0..<10 {
          let ticket: Ticket = try await reception.post(
            "/v1/tickets", json: #"{"topic": "zgłoszenie \#(index)", "message": "treść"}"#
          ).value()
          tickets.append(ticket.number)
        }
        // The answers are written while nobody listens, so that the road is full when the killing begins.
        suite.notifications.send(SIGKILL)
        _ = try await suite.notifications.end()
        let agent = try await suite.caller(suite.samples.agent)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for ticket in tickets {
            group.addTask {
              for step in 0..<100 {
                let answer = try await agent.post("/v1/tickets/\(ticket)/messages", json: #"{"text": "\#(step)"}"#)
                #expect(answer.status == 201)
              }
            }
          }
          try await group.waitForAll()
        }
        try await suite.processes.start(.notifications)

        var generator = SystemRandomNumberGenerator()
        for threshold in stride(from: 100, through: 900, by: 100) {
          try await waitUntil("\(threshold) facts have arrived") { try await told(in: suite) >= threshold }
          let victim: TestProcesses.Service = Bool.random(using: &generator) ? .tickets : .notifications
          suite.processes[victim].send(SIGKILL)
          _ = try await suite.processes[victim].end()
          try await suite.processes.start(victim)
        }

        try await waitUntil("the road is empty") { try await waiting(in: suite) == 0 }
        #expect(try await told(in: suite) == 1_000)
        for ticket in tickets {
          let texts = try await suite.owner.all(
            "SELECT text FROM notification WHERE ticket_number = \(ticket) ORDER BY number", as: String.self)
          #expect(texts == (0..<100).map(String.init), "of one ticket they arrive in order")
        }
        #expect(try await suite.owner.first("SELECT count(*) FROM receipt", as: Int.self) == 1_000)
      }
    }

    private func told(in suite: TestSuite) async throws -> Int {
      try await suite.owner.first("SELECT count(*) FROM notification", as: Int.self) ?? -1
    }

    private func waiting(in suite: TestSuite) async throws -> Int {
      try await suite.owner.first("SELECT count(*) FROM outbox", as: Int.self) ?? -1
    }
  }
}
