import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

extension HeavyTests {
  @Suite("The tickets process killed in the middle of 200 writes")
  struct KilledTicketsTests {
    @Test("loses nothing that was acknowledged, and doubles nothing that was sent again")
    func kill() async throws {
      try await withTestSuite { suite in
        let callers = [
          try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.owner),
        ]
        let done = Acknowledged()
        try await withThrowingTaskGroup(of: Void.self) { group in
          for worker in 0..<8 {
            group.addTask {
              for index in stride(from: worker, to: 200, by: 8) {
                let file = TestFile("zrzut-\(index).png", size: 20_000 + index, seed: UInt64(index))
                let ticket = try await Self.write(index, file, as: callers[index % 2])
                await done.record(ticket, file)
              }
            }
          }
          group.addTask {
            for threshold in [40, 120] {
              try await waitUntil("\(threshold) are written") { await done.count >= threshold }
              suite.tickets.send(SIGKILL)
              _ = try await suite.tickets.end()
              try await suite.processes.start(.tickets)
            }
          }
          try await group.waitForAll()
        }

        #expect(await done.count == 200)
        #expect(try await suite.owner.first("SELECT count(*) FROM ticket", as: Int.self) == 200)
        #expect(try await suite.owner.first("SELECT count(*) FROM message", as: Int.self) == 200)
        for (number, file) in await done.files {
          let ticket: Ticket = try await callers[0].get("/v1/tickets/\(number)").value()
          let attachment = try #require(ticket.messages?.first?.attachment)
          let download = try await callers[0].get("/v1/attachments/\(attachment.id.text)")
          #expect((attachment.name, TestFile.sha256(download.body)) == (file.name, file.sha256))
        }
      }
    }

    /// Sends until it is acknowledged, as a client does that heard nothing or a 5xx: with the same key.
    private static func write(_ index: Int, _ file: TestFile, as caller: TestCaller) async throws -> Ticket {
      let form = TestForm(topic: "zapis \(index)", message: "treść \(index)", file: file)
      var ticket: Ticket?
      try await waitUntil("write \(index) is acknowledged") {
        guard
          let answer = try? await caller.post(
            "/v1/tickets", form: form, headers: ["Idempotency-Key": "write-\(index)"], within: .seconds(10))
        else { return false }
        guard answer.status < 500 else {
          #expect(answer.problem?.code == "unavailable", "\(answer.text)")
          return false
        }
        #expect(answer.status == 201, "\(answer.text)")
        ticket = try answer.value()
        return true
      }
      return try #require(ticket)
    }
  }

  /// What the clients were told is kept.
  private actor Acknowledged {
    private(set) var files: [Int: TestFile] = [:]
    var count: Int { files.count }

    func record(_ ticket: Ticket, _ file: TestFile) { files[ticket.number] = file }
  }
}
