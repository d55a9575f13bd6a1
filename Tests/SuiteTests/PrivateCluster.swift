import Foundation
import Synchronization
import TestSupport

/// A PostgreSQL server of one test's own, made and run with the functions of `deploy/lib`, that can be stopped and
/// started again.
final class PrivateCluster: Sendable {
  private static let password = "private-cluster"
  private let port = FreePort.next()
  private let folder: URL
  private let orders: FileHandle
  private let answers = Answers()
  private let process: Process

  /// The address of a database for a role of the schema, or for the owner.
  func url(as role: String? = nil, database: String = "postgres") -> String {
    let account = role.map { "\($0):test" } ?? "postgres:\(Self.password)"
    return "postgres://\(account)@127.0.0.1:\(port)/\(database)"
  }

  /// Runs the body with a server that is up, and ends it whatever happens.
  static func run(_ body: (PrivateCluster) async throws -> Void) async throws {
    let cluster = try PrivateCluster()
    do {
      try await cluster.start()
      try await body(cluster)
    } catch {
      await cluster.end()
      throw error
    }
    await cluster.end()
  }

  /// Returns when the server accepts connections.
  func start() async throws { try await order("start", "up") }

  /// Returns when the server is gone.
  func stop() async throws { try await order("stop", "down") }

  private init() throws {
    folder = URL(filePath: "/tmp/pomoc-cluster-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
    let (input, output) = (Pipe(), Pipe())
    process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", Self.script, "private-cluster", folder.path(), String(port), Self.password]
    process.currentDirectoryURL = TestProcesses.repository
    process.standardInput = input
    process.standardOutput = output
    orders = input.fileHandleForWriting
    output.fileHandleForReading.readabilityHandler = { [answers] handle in
      let text = String(decoding: handle.availableData, as: UTF8.self)
      answers.text.withLock { $0 += text }
    }
    try process.run()
  }

  /// What the script has said since the last order.
  private final class Answers: Sendable {
    let text = Mutex("")
  }

  private func order(_ order: String, _ answer: String) async throws {
    answers.text.withLock { $0 = "" }
    try orders.write(contentsOf: Data("\(order)\n".utf8))
    try await waitUntil("the database server is \(answer)") {
      guard process.isRunning else { throw Overdue(description: "no database server: \(answers.text.withLock { $0 })") }
      return answers.text.withLock { $0.contains("\(answer)\n") }
    }
  }

  private func end() async {
    try? orders.close()
    try? await waitUntil("the database server's script ends") { !process.isRunning }
    try? FileManager.default.removeItem(at: folder)
  }

  /// Follows orders on its standard input; at its end the server ends, too.
  private static let script = """
    set -euo pipefail
    source deploy/lib/script.sh
    source deploy/lib/cluster.sh
    folder=$1 port=$2 password=$3
    trap stop_cluster EXIT
    output=2 create_cluster "$folder/data" "$password" --no-sync
    while read -r order; do
      case $order in
        start)
          start_cluster "$folder/data" "$port" "$folder/log" -c fsync=off
          echo up
          ;;
        stop)
          stop_cluster || true # its last signal finds nobody
          echo down
          ;;
      esac
    done
    """
}
