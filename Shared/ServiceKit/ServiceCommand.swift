import ArgumentParser
import Configuration
import Domain
import Foundation
import Hummingbird
import Logging
import Metrics
import NIOCore
import Postgres
import Schema
import ServiceLifecycle

/// The same start for every process: settings, log, metrics, a checked schema, a graceful stop.
///
/// A start that fails says why in one line on standard error and exits with code 1.
package protocol ServiceCommand: AsyncParsableCommand {
  associatedtype App: ApplicationProtocol

  /// The process's name in logs and in the database.
  static var service: String { get }

  /// Everything the process is, out of its settings; tests call the same function.
  static func build(_ config: ConfigReader) async throws -> App
}

extension ServiceCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: service,
      abstract: "The \(service) process of Pomoc. Its settings come from the environment; see deploy/.env.example.")
  }

  package mutating func run() async throws {
    OpenFileLimit.raise()
    let config = ConfigReader(provider: EnvironmentVariablesProvider())
    do {
      let level = try Self.logLevel(config)
      LoggingSystem.bootstrap { _ in JSONLogHandler(service: Self.service, level: level) }
      MetricsSystem.bootstrap(ServiceMetrics.registry)
      let app = try await Self.build(config)
      try await app.runService()
    } catch {
      FileHandle.standardError.write(Data("\(Self.service): \(StartFailure.line(error))\n".utf8))
      Self.end(1)
    }
    Self.end(0)
  }

  /// Ends the process without the clean-up of libraries: a thread that is just connecting to the database would find
  /// OpenSSL gone from under it. Nothing is left to flush, for lines of the log are written as they come.
  private static func end(_ code: Int32) -> Never { _exit(code) }

  private static func logLevel(_ config: ConfigReader) throws -> Logger.Level {
    let name = config.optional("LOG_LEVEL") ?? "info"
    guard let level = Logger.Level(rawValue: name) else {
      throw SettingError(
        "LOG_LEVEL", "«\(name)» is none of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return level
  }
}

/// The one registry that a process's metrics go to.
package enum ServiceMetrics {
  package static let registry = MetricsRegistry()
}

/// Why a process did not start, in words.
enum StartFailure {
  static func line(_ error: any Error) -> String {
    switch error {
    case let error as PostgresError where error.isAuthenticationFailure:
      "the database refused the sign-in (\(error)); check DATABASE_URL and run `pomoc migrate` with its password"
    case let error as PostgresError: "database: \(error)"
    case let error as IOError where error.errnoCode == EADDRINUSE:
      "the port is in use by another process; choose another HTTP_PORT or METRICS_PORT"
    case let error as any CustomStringConvertible: error.description.replacing("\n", with: " ")
    default: "\(error)".replacing("\n", with: " ")
    }
  }
}

/// The database's schema is older than what this binary was built for. A newer one is admitted: migrations only expand
/// while the version before them still serves.
package struct SchemaTooOld: Error, CustomStringConvertible {
  let found: Int
  let wanted: Int

  package var description: String {
    "the database schema is version \(found), this binary needs \(wanted): run `pomoc migrate`"
  }
}

extension Pool {
  /// Refuses an old schema, and a database that is still unreachable after ten seconds.
  package func requireSchema() async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while true {
      do {
        let found = try await Migrator.currentVersion(of: self)
        guard found >= Schema.version else { throw SchemaTooOld(found: found, wanted: Schema.version) }
        return
      } catch let error as PostgresError
        where error.isUnavailable && !error.isAuthenticationFailure && ContinuousClock.now < deadline
      {
        try await Task.sleep(for: .milliseconds(250))
      }
    }
  }
}

extension Router where Context == AppContext {
  /// A router with what every process has: metrics, request ids, one log line a request, problems.
  ///
  /// - Parameter outer: middleware that sees every answer, problems included.
  package static func suite(
    answeringThrough outer: [any MiddlewareProtocol<Request, Response, AppContext>] = []
  ) -> Router<AppContext> {
    let router = Router(context: AppContext.self)
    router.add(middleware: MetricsMiddleware())
    router.add(middleware: RequestIDMiddleware())
    for middleware in outer { router.add(middleware: middleware) }
    router.add(middleware: ProblemMiddleware())
    return router
  }
}

extension ApplicationConfiguration {
  /// - Settings:
  ///   - `HTTP_HOST` (127.0.0.1): the address to listen on
  ///   - the named port setting, with its default; 0 takes any free port
  package init(_ config: ConfigReader, port name: String, default port: Int) throws {
    self.init(
      address: .hostname(
        config.optional("HTTP_HOST") ?? "127.0.0.1", port: try config.number(name, default: port, in: 0...65_535)))
  }
}
