import Domain
import HTTPTypes
import Hummingbird
import Logging
import Postgres

/// `GET /health/live` and `GET /health/ready`.
package struct Health: Sendable {
  /// What one check found.
  package enum Status: String, Codable, Sendable {
    case ok, failing
  }

  struct Report: Encodable {
    let status: Status
    let checks: [String: Status]?
  }

  private let checks: [(name: String, run: @Sendable () async throws -> Void)]

  /// - Parameter checks: what must work for this process to be of use; each throws when it does not.
  package init(_ checks: [(name: String, run: @Sendable () async throws -> Void)]) {
    self.checks = checks
  }

  package var routes: RouteCollection<AppContext> {
    RouteCollection(context: AppContext.self)
      .get("live") { _, _ in JSON(Report(status: .ok, checks: nil)) }
      .get("ready") { _, _ in await ready() }
  }

  private func ready() async -> JSON<Report> {
    var results: [String: Status] = [:]
    for check in checks {
      do {
        try await check.run()
        results[check.name] = .ok
      } catch {
        Logger.current.warning("not ready", metadata: ["check": "\(check.name)", "reason": "\(error)"])
        results[check.name] = .failing
      }
    }
    let ready = results.values.allSatisfy { $0 == .ok }
    return JSON(
      Report(status: ready ? .ok : .failing, checks: results), status: ready ? .ok : .serviceUnavailable)
  }
}
