import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import ServiceKit

@Suite("Health")
struct HealthTests {
  private struct Down: Error {}

  @Test("a process that works is ready")
  func ready() async throws {
    let answer = try await answer("/health/ready", checks: [("database", {}), ("tickets", {})])
    #expect(answer.status == .ok)
    #expect(try object(answer) == ["status": "ok", "checks": ["database": "ok", "tickets": "ok"]])
  }

  @Test("one failing check makes it not ready, and says which")
  func failing() async throws {
    let answer = try await answer("/health/ready", checks: [("database", { throw Down() }), ("tickets", {})])
    #expect(answer.status == .serviceUnavailable)
    #expect(try object(answer) == ["status": "failing", "checks": ["database": "failing", "tickets": "ok"]])
  }

  @Test("it lives whatever the checks say")
  func live() async throws {
    let answer = try await answer("/health/live", checks: [("database", { throw Down() })])
    #expect(answer.status == .ok)
  }

  private func answer(
    _ path: String, checks: [(name: String, run: @Sendable () async throws -> Void)]
  ) async throws -> TestResponse {
    let router = Router<AppContext>.suite()
    router.addRoutes(Health(checks).routes, atPath: "/health")
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return try await Application(router: router, logger: logger).test(.router) { client in
      try await client.execute(uri: path, method: .get)
    }
  }

  private func object(_ answer: TestResponse) throws -> NSDictionary? {
    try JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView)) as? NSDictionary
  }
}

@Suite("The log")
struct LogTests {
  @Test("an event is one line of JSON, whatever stands in it")
  func lines() throws {
    for text in ["plain", "\"quoted\" \\ back", "two\nlines\r\n", "tab\t\u{0}\u{1B}[31m\u{7F}", "żółw 🐢 \u{2028}"] {
      var handler = JSONLogHandler(service: text, level: .info)
      handler[metadataKey: "own"] = "\(text)"
      let line = handler.line(for: event(text, metadata: ["key \(text)": "\(text)", "list": ["a", "b"]]))

      #expect(line.unicodeScalars.filter { $0 == "\n" }.count == 1 && line.hasSuffix("}\n"))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
      #expect(object["message"] == text && object["service"] == text && object["own"] == text)
      #expect(object["key \(text)"] == text && object["level"] == "warning" && object["list"] == #"["a", "b"]"#)
      #expect(object["time"]?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
  }

  @Test("what an event says of itself goes before what the logger says")
  func precedence() throws {
    var handler = JSONLogHandler(service: "tickets", level: .info)
    handler.metadataProvider = .init { ["a": "provided", "b": "provided"] }
    handler[metadataKey: "a"] = "logger's"
    handler[metadataKey: "c"] = "logger's"
    let line = handler.line(for: event("x", metadata: ["b": "own"]))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    #expect(object["a"] == "provided" && object["b"] == "own" && object["c"] == "logger's")
  }

  private func event(_ message: String, metadata: Logger.Metadata) -> LogEvent {
    LogEvent(
      level: .warning, message: "\(message)", metadata: metadata, source: nil, file: #fileID, function: #function,
      line: #line)
  }
}

@Suite("Acting in the database")
struct ActingTests {
  @Test("a transaction knows for whom it works, and forgets it at its end")
  func settings() async throws {
    try await withTestDatabase { database in
      let samples = try await Samples.insert(into: database)
      let pool = database.pool(as: "pomoc_tickets", size: 1)
      let now: SQL = "SELECT concat_ws('|', acting_account(), acting_user(), acting_for_support(), acting_as_system())"
      for (person, isSupport) in [(samples.reception, "f"), (samples.agent, "t")] {
        let seen = try await pool.acting(as: person) { try await $0.first(now, as: String.self) }
        let account = person.accountId.map { $0.text + "|" } ?? ""
        #expect(seen == "\(account)\(person.userId.text)|\(isSupport)|f")
        #expect(try await pool.first(now, as: String.self) == "f|f")
      }
      #expect(try await pool.actingAsSystem { try await $0.first(now, as: String.self) } == "f|t")
    }
  }
}

@Suite("A fingerprint")
struct FingerprintTests {
  @Test("it tells apart whatever differs, also where one part ends and the next begins")
  func distinct() {
    let all: [[String?]] = [
      [], [nil], [""], ["a"], ["a", nil], ["a", ""], ["ab", "c"], ["a", "bc"], ["abc"], ["a", "b", "c"], [nil, "a"],
      ["1:a"], ["-1:"], ["ż"], ["z\u{307}"],
    ]
    #expect(Set(all.map(Idempotency.fingerprint)).count == all.count)
    #expect(Idempotency.fingerprint(["a", nil]) == Idempotency.fingerprint(["a", nil]))
    #expect(Idempotency.fingerprint(["a"]).count == 32)
  }
}
