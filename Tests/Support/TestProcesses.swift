import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// The suite's real processes on ports of their own, with a folder for their logs.
package final class TestProcesses: Sendable {
  package enum Service: String, CaseIterable, Sendable {
    case notifications, tickets, gateway
  }

  /// Where the gateway, its metrics and the other processes listen.
  package let port = FreePort.next()
  package let metricsPort = FreePort.next()
  package let ticketsPort = FreePort.next()
  package let notificationsPort = FreePort.next()
  package let client: HTTPClient

  private let databaseURL: @Sendable (String) -> String
  private let overrides: [String: String]
  private let folder: URL
  private let running = Mutex<[Service: TestProcess]>([:])

  /// - Parameters:
  ///   - databaseURL: the address of the database for a role, `pomoc_gateway` for example
  ///   - overrides: settings that differ from the defaults, for all processes; an empty text takes one away
  package init(databaseURL: @escaping @Sendable (String) -> String, overrides: [String: String] = [:]) throws {
    self.databaseURL = databaseURL
    self.overrides = overrides
    folder = FileManager.default.temporaryDirectory.appending(path: "pomoc-suite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// The process as it runs, or as it ran last.
  package subscript(service: Service) -> TestProcess {
    guard let process = running.withLock({ $0[service] }) else { fatalError("\(service) was never started") }
    return process
  }

  /// Starts a process and waits until it is ready.
  package func start(_ service: Service) async throws {
    let process = try await launch(service)
    running.withLock { $0[service] = process }
    try await waitUntil("\(service) is ready") {
      if process.isOver != nil { throw TestProcess.Failure(description: "\(service) did not start: \(process.log)") }
      return await isReady(service)
    }
  }

  package func startAll() async throws {
    for service in Service.allCases { try await start(service) }
  }

  /// Starts a process, with other settings perhaps, and leaves it to the caller.
  ///
  /// - Parameter apart: whether its log is one of its own.
  package func launch(
    _ service: Service, _ changes: [String: String] = [:], apart: Bool = false
  ) async throws -> TestProcess {
    let settings = settings(of: service).merging(overrides) { _, new in new }.merging(changes) { _, new in new }
    let log = folder.appending(path: apart ? "\(service)-\(UUID().uuidString).log" : "\(service).log")
    return try await TestProcess(
      Self.binaries.appending(path: service.rawValue), environment: settings.filter { !$0.value.isEmpty }, logFile: log)
  }

  /// Whether the process itself says that it is ready.
  package func isReady(_ service: Service) async -> Bool {
    (try? await caller(of: service).send(.GET, "/health/ready", within: .seconds(10)).status) == 200
  }

  /// Somebody who talks to a process, without a credential.
  package func caller(of service: Service = .gateway) -> TestCaller {
    TestCaller(client: client, base: "http://127.0.0.1:\(port(of: service))")
  }

  /// Where a process listens.
  package func port(of service: Service) -> Int {
    switch service {
    case .gateway: port
    case .tickets: ticketsPort
    case .notifications: notificationsPort
    }
  }

  /// Ends what still runs, and removes the logs.
  ///
  /// - Parameter failed: whether to show the end of each log first.
  package func end(failed: Bool) async {
    let processes = running.withLock { Array($0.values) }
    for process in processes { process.send(SIGKILL) }
    for process in processes { _ = try? await process.end() }
    if failed {
      for process in processes {
        let lines = process.logLines.suffix(15).joined(separator: "\n")
        FileHandle.standardError.write(Data("-- the end of the log of \(process.name)\n\(lines)\n".utf8))
      }
    }
    try? await client.shutdown()
    try? FileManager.default.removeItem(at: folder)
  }

  private func settings(of service: Service) -> [String: String] {
    var settings = [
      "HTTP_HOST": "127.0.0.1", "INNER_KEY": Samples.innerKey, "DATABASE_URL": databaseURL("pomoc_\(service)"),
      "HTTP_PORT": String(port(of: service)), "TICKETS_URL": "http://127.0.0.1:\(ticketsPort)",
      "NOTIFICATIONS_URL": "http://127.0.0.1:\(notificationsPort)",
    ]
    if service == .gateway {
      settings["METRICS_PORT"] = String(metricsPort)
      settings["PUBLIC_URL"] = "http://127.0.0.1:\(port)"
      settings["WEB_ROOT"] = Self.repository.appending(path: "Services/Gateway/Web").path()
      settings["DEMO_HOST_KEY"] = Samples.hostKey
    }
    return settings
  }

  package static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Where the built executables are: `POMOC_BIN`, else beside the tests, else where a debug build puts them.
  package static let binaries: URL = {
    if let folder = ProcessInfo.processInfo.environment["POMOC_BIN"] { return URL(filePath: folder) }
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let isBuilt = FileManager.default.isExecutableFile(atPath: beside.appending(path: "gateway").path())
    return isBuilt ? beside : repository.appending(path: ".build/debug")
  }()
}
