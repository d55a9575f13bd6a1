import Domain
import Foundation
import TestSupport
import Testing

@Suite("The same Idempotency-Key twenty times at once")
struct RepetitionTests {
  @Test("makes one ticket, and everybody gets the same answer")
  func json() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let answers = try await twentyTimes {
        try await caller.post(
          "/v1/tickets", json: #"{"topic": "Pokoje", "message": "Jak zablokować pokój?"}"#,
          headers: ["Idempotency-Key": "pokoje-1"])
      }
      expectOneCreation(answers)
      #expect(try await suite.stored() == .init(tickets: 1, messages: 1, attachments: 0, chunks: 0))
    }
  }

  @Test("with a file makes one ticket with one file, and no other file stays")
  func form() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let form = TestForm(topic: "Pokoje", message: "Jak zablokować pokój?", file: TestFile(size: 600_000))
      let answers = try await twentyTimes {
        try await caller.post("/v1/tickets", form: form, headers: ["Idempotency-Key": "pokoje-1"])
      }
      expectOneCreation(answers)
      #expect(try await suite.stored() == .init(tickets: 1, messages: 1, attachments: 1, chunks: 3))

      let other = TestForm(topic: "Pokoje", message: "Jak zablokować pokój?", file: TestFile(size: 600_000, seed: 2))
      let reused = try await caller.post("/v1/tickets", form: other, headers: ["Idempotency-Key": "pokoje-1"])
      #expect((reused.status, reused.problem?.code) == (409, "idempotency_key_reused"))
      #expect(try await suite.stored() == .init(tickets: 1, messages: 1, attachments: 1, chunks: 3))
    }
  }

  @Test("with a file in an answer makes one message with one file")
  func message() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let ticket: Ticket = try await caller.post("/v1/tickets", form: TestForm(topic: "a", message: "b")).value()
      var form = TestForm()
      form.add(TestFile(size: 600_000))
      form.add("text", "Zdjęcie w załączniku.")
      let path = "/v1/tickets/\(ticket.number)/messages"
      let answers = try await twentyTimes { [form] in
        try await caller.post(path, form: form, headers: ["Idempotency-Key": "answer-1"])
      }
      expectOneCreation(answers)
      #expect(try await suite.stored() == .init(tickets: 1, messages: 2, attachments: 1, chunks: 3))
    }
  }

  private func twentyTimes(
    _ call: @escaping @Sendable () async throws -> TestAnswer
  ) async throws -> [TestAnswer] {
    try await withThrowingTaskGroup(of: TestAnswer.self) { group in
      for _ in 0..<20 { group.addTask(operation: call) }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  private func expectOneCreation(_ answers: [TestAnswer]) {
    #expect(answers.map(\.status) == Array(repeating: 201, count: 20))
    #expect(Set(answers.map(\.body)).count == 1)
    #expect(Set(answers.map { $0["Location"] }).count == 1)
    #expect(answers.filter { $0["Idempotency-Replayed"] == nil }.count == 1)
  }
}
