import AsyncHTTPClient
import Domain
import Foundation
import NIOHTTP1
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("The logs")
struct LogTests {
  @Test("have the request's one id in every process that worked on it")
  func oneId() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let calls: [(String, () async throws -> TestAnswer)] = [
        ("suite-list-1", { try await caller.get("/v1/tickets", headers: ["X-Request-ID": "suite-list-1"]) }),
        ("suite-history-1", { try await caller.get("/v1/history", headers: ["X-Request-ID": "suite-history-1"]) }),
        (
          "suite-open-1",
          {
            try await caller.post(
              "/v1/tickets", form: TestForm(topic: "a", message: "b", file: TestFile()),
              headers: ["X-Request-ID": "suite-open-1"])
          }
        ),
      ]
      for (id, call) in calls {
        #expect(try await call()["X-Request-ID"] == id)
        for process in [suite.gateway, suite.tickets] {
          try await waitUntil("\(process.name) has \(id) in its log") {
            try process.logEntries().contains { $0["request_id"] == id && $0["message"] == "request" }
          }
        }
      }
      let made = try #require(try await caller.get("/v1/topics")["X-Request-ID"])
      try await waitUntil("the made id is in both logs") {
        try [suite.gateway, suite.tickets].allSatisfy { try $0.logEntries().contains { $0["request_id"] == made } }
      }
    }
  }

  @Test("name no person, no e-mail, no token, no file and no word of a message", arguments: ["info", "debug"])
  func nothingPersonal(level: String) async throws {
    try await withTestSuite(["LOG_LEVEL": level]) { suite in
      let people = suite.samples
      let token = try await suite.session(of: people.reception).text
      let key = try await suite.key(of: people.agent).text
      let reception = suite.bearer(token)
      let agent = suite.bearer(key)
      try await talk(suite, reception, agent)

      let email = people.email(of: people.reception)
      struct Session: Decodable { let token: String }
      struct Embedded: Decodable { let token: String }
      let session: Session = try await suite.stranger.post(
        "/v1/sessions", json: #"{"email": "\#(email)", "password": "\#(Samples.password)"}"#
      ).value()
      _ = try await suite.stranger.post("/v1/sessions", json: #"{"email": "\#(email)", "password": "zgadywane-hasło"}"#)
      let embedded: Embedded = try await suite.stranger.get("/demo/token?as=\(email)").value()
      _ = try await suite.stranger.post("/v1/sessions/embedded", json: #"{"token": "\#(embedded.token)"}"#)
      _ = try await suite.stranger.get("/v1/me", headers: ["Cookie": "pomoc_session=\(session.token)"])

      let secrets =
        [
          token, key, session.token, embedded.token, Samples.password, Samples.innerKey, Samples.hostKey,
          "zgadywane-hasło", "Sekretny", "wiadomość", "poufny", "@baltyk", "@pomoc.example",
        ] + people.all.map(\.name)
      for process in [suite.gateway, suite.tickets] {
        let log = process.log
        #expect(log.contains("\"route\":\"/v1/tickets\"") || log.contains("\"route\":\"/tickets\""))
        for secret in secrets {
          let line = process.logLines.first { $0.contains(secret) }
          #expect(line == nil, "\(process.name) logged «\(secret)»")
        }
      }
    }
  }

  @Test("quote no row that the database refused")
  func refusedRows() async throws {
    try await withTestSuite { suite in
      try await suite.owner.run("ALTER TABLE message ADD CONSTRAINT none CHECK (text <> 'Sekretna wiadomość')")
      try await suite.owner.run("ALTER TABLE app_user ADD CONSTRAINT none CHECK (name <> 'Sekretna Osoba')")
      let caller = try await suite.caller(suite.samples.reception)
      let refused = try await caller.post("/v1/tickets", form: TestForm(topic: "a", message: "Sekretna wiadomość"))
      #expect((refused.status, refused.problem?.code) == (500, "unexpected"))
      let stranger = try HostToken(["name": "Sekretna Osoba"]).signed(hs256: Samples.hostKey)
      let unknown = try await suite.stranger.post("/v1/sessions/embedded", json: #"{"token": "\#(stranger)"}"#)
      #expect((unknown.status, unknown.problem?.code) == (500, "unexpected"))
      for process in [suite.gateway, suite.tickets] {
        #expect(process.log.contains("check_violation"))
        #expect(!process.log.contains("Sekretn"))
      }
    }
  }

  /// A conversation, and what goes wrong in one.
  private func talk(_ suite: TestSuite, _ reception: TestCaller, _ agent: TestCaller) async throws {
    let file = TestFile("poufny plan.png", seed: 4)
    let opened = try await reception.post(
      "/v1/tickets", form: TestForm(topic: "Sekretny temat", message: "Sekretna wiadomość", file: file),
      headers: ["Idempotency-Key": "Sekretny-klucz"])
    let ticket: Ticket = try opened.value()
    let path = "/v1/tickets/\(ticket.number)"
    _ = try await agent.post("\(path)/messages", json: #"{"text": "Sekretna wiadomość", "internal": true}"#)
    _ = try await agent.send(.PATCH, path, json: #"{"topic": "Sekretny temat 2"}"#)
    _ = try await agent.get("/v1/tickets?q=Sekretny")
    _ = try await reception.get("/v1/tickets?topic=Sekretny%20temat&secret=Sekretny")
    _ = try await reception.get("/v1/history?topic=Sekretny%20temat")
    _ = try await reception.get("/v1/attachments/\(ticket.messages?.first?.attachment?.id.text ?? "")")
    _ = try await reception.post("/v1/tickets", json: #"{"topic": "Sekretny", "message": 1}"#)
    _ = try await reception.post("/v1/tickets", json: #"{"topic": "Sekretny", "Sekretny": "#)
    _ = try await reception.post(
      "/v1/tickets", form: TestForm(topic: "Sekretny", message: "a\0b", file: TestFile("poufny.html", text: "<html>")))
    _ = try await reception.send(.POST, "/v1/attachments?name=poufny%20plan.png", body: .bytes(file.bytes))
    _ = try await reception.get("/v1/Sekretny")
    suite.tickets.send(SIGKILL)
    _ = try await suite.tickets.end()
    _ = try await reception.post("/v1/tickets", form: TestForm(topic: "Sekretny", message: "b", file: file))
    _ = try await reception.get("/v1/history?topic=Sekretny%20temat")
  }
}

extension TestProcess {
  /// The log's lines, which are all JSON objects of strings.
  func logEntries() throws -> [[String: String]] {
    try logLines.map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
  }
}
