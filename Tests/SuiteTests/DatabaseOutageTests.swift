import Domain
import Foundation
import NIOHTTP1
import TestSupport
import Testing

extension HeavyTests {
  @Suite("PostgreSQL stopped and started again under the running suite")
  struct DatabaseOutageTests {
    @Test("makes every process unready, lets no caller wait, and needs no restart")
    func outage() async throws {
      try await PrivateCluster.run { cluster in
        try await operate(["migrate"], on: cluster)
        try await operate(["demo"], on: cluster)
        try await withTestProcesses({ cluster.url(as: $0) }) { processes in
          try await processes.startAll()
          let pids = TestProcesses.Service.allCases.map { processes[$0].pid }
          let caller = try await signIn(processes.caller())
          try await write(as: caller)

          for _ in 0..<2 {
            try await cluster.stop()
            for service in TestProcesses.Service.allCases {
              try await waitUntil("\(service) says that it is not ready") {
                try await processes.caller(of: service).send(.GET, "/health/ready", within: .seconds(5)).status == 503
              }
              #expect(try await processes.caller(of: service).get("/health/live").status == 200)
            }
            try await callAll(caller)

            try await cluster.start()
            for service in TestProcesses.Service.allCases {
              try await waitUntil("\(service) is ready again") { await processes.isReady(service) }
            }
            try await write(as: caller)
          }
          #expect(TestProcesses.Service.allCases.map { processes[$0].pid } == pids)
          #expect(TestProcesses.Service.allCases.allSatisfy { processes[$0].isOver == nil })
        }
      }
    }

    @Test("answers every call that is under way with what was done, or with 503, within five seconds")
    func underWay() async throws {
      try await PrivateCluster.run { cluster in
        try await operate(["migrate"], on: cluster)
        try await operate(["demo"], on: cluster)
        try await withTestProcesses({ cluster.url(as: $0) }) { processes in
          try await processes.startAll()
          let caller = try await signIn(processes.caller())
          try await withThrowingTaskGroup(of: Void.self) { group in
            let outage = Outage()
            for _ in 0..<6 {
              group.addTask {
                while await !outage.isOver {
                  try Task.checkCancellation()
                  try await callAll(caller)
                }
              }
            }
            for _ in 0..<2 {
              try await Task.sleep(for: .milliseconds(300))
              try await cluster.stop()
              try await callAll(caller)
              try await cluster.start()
              try await waitUntil("the gateway is ready again") { await processes.isReady(.gateway) }
            }
            await outage.end()
            try await group.waitForAll()
          }
          try await write(as: caller)
        }
      }
    }

    private actor Outage {
      private(set) var isOver = false
      func end() { isOver = true }
    }
  }
}

/// The operator's command, with the passwords that the processes of a test use.
private func operate(_ arguments: [String], on cluster: PrivateCluster) async throws {
  let log = FileManager.default.temporaryDirectory.appending(path: "pomoc-\(UUID().uuidString).log")
  defer { try? FileManager.default.removeItem(at: log) }
  let process = try await TestProcess(
    TestProcesses.binaries.appending(path: "pomoc"), arguments,
    environment: [
      "DATABASE_URL": cluster.url(), "GATEWAY_DATABASE_PASSWORD": "test", "TICKETS_DATABASE_PASSWORD": "test",
      "NOTIFICATIONS_DATABASE_PASSWORD": "test",
      "DEMO_HOST_KEY": Samples.hostKey,
    ], logFile: log)
  #expect(try await process.end() == .exit(0), "\(process.log)")
}

private func signIn(_ stranger: TestCaller) async throws -> TestCaller {
  struct Session: Decodable { let token: String }
  let answer = try await stranger.post(
    "/v1/sessions", json: #"{"email": "reception@baltyk.example", "password": "\#(Samples.password)"}"#)
  var caller = stranger
  caller.headers["Authorization"] = "Bearer \(try answer.value(as: Session.self).token)"
  return caller
}

private func write(as caller: TestCaller) async throws {
  let answer = try await caller.post("/v1/tickets", form: TestForm(topic: "a", message: "b", file: TestFile()))
  #expect(answer.status == 201, "\(answer.text)")
}

/// One call of each kind; none may take five seconds, nor end otherwise than well or with 503.
private func callAll(_ caller: TestCaller) async throws {
  let form = TestForm(topic: "a", message: "b", file: TestFile(size: 300_000))
  let calls: [(String, @Sendable () async throws -> TestAnswer)] = [
    ("who I am", { try await caller.send(.GET, "/v1/me", within: .seconds(5)) }),
    ("list", { try await caller.send(.GET, "/v1/tickets", within: .seconds(5)) }),
    ("history", { try await caller.send(.GET, "/v1/history", within: .seconds(5)) }),
    ("ready", { try await caller.send(.GET, "/health/ready", within: .seconds(5)) }),
    ("form", { try await caller.post("/v1/tickets", form: form, within: .seconds(5)) }),
    (
      "JSON",
      { try await caller.send(.POST, "/v1/tickets", json: #"{"topic": "a", "message": "b"}"#, within: .seconds(5)) }
    ),
  ]
  for (name, call) in calls {
    do {
      let answer = try await call()
      #expect([200, 201, 503].contains(answer.status), "\(name): \(answer.text)")
      if answer.status == 503, name != "ready" { #expect(answer.problem?.code == "unavailable", "\(name)") }
    } catch {
      Issue.record("\(name) was not answered in time: \(error)")
    }
  }
}
