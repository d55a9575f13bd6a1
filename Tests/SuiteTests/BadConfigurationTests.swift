import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("A process that cannot start")
struct BadConfigurationTests {
  /// Settings that are wrong, and what the one line has to name.
  struct Fault: Sendable, CustomTestStringConvertible {
    let service: TestProcesses.Service
    let settings: [String: String]
    let named: String
    var testDescription: String { "\(service): \(named) = \(settings.values.first ?? "")" }
  }

  static let faults: [Fault] = {
    func fault(_ service: TestProcesses.Service, _ name: String, _ value: String) -> Fault {
      Fault(service: service, settings: [name: value], named: name)
    }
    var faults: [Fault] = []
    for service in TestProcesses.Service.allCases {
      for name in ["DATABASE_URL", "INNER_KEY"] { faults.append(fault(service, name, "")) }
      let numbers = ["HTTP_PORT", "DATABASE_POOL_SIZE"] + (service == .notifications ? [] : ["ATTACHMENT_LIMIT"])
      for name in numbers {
        faults += ["many", "-1", "99999999999999999999"].map { fault(service, name, $0) }
      }
      faults += [fault(service, "INNER_KEY", "short"), fault(service, "LOG_LEVEL", "loud")]
    }
    for name in ["TICKETS_URL", "NOTIFICATIONS_URL", "PUBLIC_URL", "WEB_ROOT"] {
      faults.append(fault(.gateway, name, ""))
    }
    faults += [
      fault(.gateway, "RATE_LIMIT", "0"), fault(.gateway, "METRICS_PORT", "65536"),
      fault(.gateway, "PUBLIC_URL", "localhost:8080"), fault(.gateway, "TICKETS_URL", "ftp://tickets"),
      fault(.gateway, "WEB_ROOT", "/nowhere"), fault(.gateway, "ALLOWED_ORIGINS", "https://app.example/path"),
      fault(.gateway, "DEMO_HOST_KEY", "short"), fault(.tickets, "TIME_ZONE", "Europe/Atlantis"),
      fault(.tickets, "NOTIFICATIONS_URL", ""), fault(.notifications, "TIME_ZONE", "Europe/Atlantis"),
    ]
    return faults
  }()

  @Test("for a setting says in one line which, and exits with 1")
  func settings() async throws {
    try await withTestDatabase { database in
      try await withTestProcesses({ database.url(as: $0) }) { processes in
        for fault in Self.faults {
          try await expect(processes, fault.service, fault.settings, naming: fault.named)
        }
      }
    }
  }

  @Test("for the database says in one line why, and exits with 1", arguments: TestProcesses.Service.allCases)
  func databases(_ service: TestProcesses.Service) async throws {
    try await withTestDatabase { database in
      try await withTestProcesses({ database.url(as: $0) }) { processes in
        let url = database.url(as: "pomoc_\(service)")
        try await expect(
          processes, service, ["DATABASE_URL": url.replacing(":test@", with: ":wrong@")], naming: "refused the sign-in")
        try await expect(
          processes, service, ["DATABASE_URL": url.replacing(database.name, with: "nowhere")], naming: "database")
        try await expect(
          processes, service, ["DATABASE_URL": "postgres://pomoc@127.0.0.1:\(FreePort.next())/pomoc"],
          naming: "database unavailable")
        try await expect(processes, service, ["DATABASE_URL": "what?"], naming: "database")

        let owner = database.pool(size: 1)
        try await owner.run("DELETE FROM schema_migration WHERE version > 1")
        try await expect(processes, service, [:], naming: "schema is version 1")
        try await owner.run("DELETE FROM schema_migration")
        try await expect(processes, service, [:], naming: "pomoc migrate")
        await owner.close()
      }
    }
    try await withEmptyDatabase { database in
      try await withTestProcesses({ database.url(as: $0) }) { processes in
        try await expect(processes, service, [:], naming: "schema is version 0")
      }
    }
  }

  @Test("for a port in use says so in one line, and exits with 1")
  func ports() async throws {
    try await withTestDatabase { database in
      try await withTestProcesses({ database.url(as: $0) }) { processes in
        let ports: [(TestProcesses.Service, Int)] = [
          (.tickets, processes.ticketsPort), (.notifications, processes.notificationsPort), (.gateway, processes.port),
          (.gateway, processes.metricsPort),
        ]
        for (service, port) in ports {
          let found: Void? = try await FreePort.occupied(port) {
            try await expect(processes, service, [:], naming: "port")
          }
          try #require(found != nil)
        }
      }
    }
  }

  private func expect(
    _ processes: TestProcesses, _ service: TestProcesses.Service, _ settings: [String: String], naming cause: String
  ) async throws {
    let process = try await processes.launch(service, settings, apart: true)
    let ending = try await process.end(within: .seconds(60))
    let comment = Comment(rawValue: "\(service) with \(settings): \(process.log)")
    #expect(ending == .exit(1), comment)
    // A process that finds its port in use has begun to log already, as JSON.
    #expect(process.logLines.filter { !$0.hasPrefix("{") }.count == 1, comment)
    #expect(process.logLines.last?.contains(cause) == true, comment)
    #expect(process.logLines.last?.hasPrefix("\(service): ") == true, comment)
  }
}
