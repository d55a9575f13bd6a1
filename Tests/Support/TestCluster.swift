import CPostgres
import Foundation
import Postgres
import Schema

/// The temporary cluster the tests run against; `TEST_DATABASE_URL` names its owner and its maintenance database.
enum TestCluster {
  /// The database all others are cloned from. Its name follows the migrations, so a changed schema gets a new one.
  static let template = Task { try await prepareTemplate() }

  static func url(database: String? = nil, role: String? = nil) -> String {
    guard let text = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"], var url = URLComponents(string: text)
    else {
      fatalError("TEST_DATABASE_URL must name the owner of a temporary PostgreSQL cluster; deploy/test sets it")
    }
    if let database { url.path = "/\(database)" }
    if let role { (url.user, url.password) = (role, "test") }
    return url.string ?? text
  }

  static func configuration(url: String, size: Int) -> Pool.Configuration {
    var configuration = Pool.Configuration(url: url, applicationName: "test")
    configuration.size = size
    configuration.acquireDeadline = .seconds(60)
    configuration.connectDeadline = .seconds(60)
    configuration.statementDeadline = .seconds(60)
    return configuration
  }

  /// Runs the body with a connection of the owner's, apart from the threads Swift's tasks need.
  @discardableResult
  static func administer<Output: Sendable>(
    _ body: @escaping @Sendable (Administrator) throws -> Output
  ) async throws -> Output {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try body(Administrator(url: url())) })
      }
    }
  }

  /// Makes the template unless another process did; a crash half-way is continued, because migrating is.
  private static func prepareTemplate() async throws -> String {
    let migrations = Schema.migrations
    let content = migrations.map { "\($0.version) \($0.name)\n\($0.sql)" }.joined(separator: "\n")
    let name = "template_\(Migration(version: 0, name: "", sql: content).checksum)"
    let lock = try await administer { administrator in
      try administrator.run("SELECT pg_advisory_lock(8101109112)")
      if try administrator.run("SELECT 1 FROM pg_database WHERE datname = '\(name)'").isEmpty {
        try administrator.run("CREATE DATABASE \(name) TEMPLATE template0")
      }
      return administrator
    }
    defer { lock.close() }
    guard try lock.run("SELECT 1 FROM pg_database WHERE datname = '\(name)' AND datistemplate").isEmpty else {
      return name
    }
    _ = try await Migrator(migrations, configuration(url: url(database: name), size: 1)).migrate()
    for role in try lock.run("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname LIKE 'pomoc\\_%'") {
      try lock.run("ALTER ROLE \(role) LOGIN PASSWORD 'test'")
    }
    try lock.run("ALTER DATABASE \(name) IS_TEMPLATE true")
    return name
  }
}

/// A plain blocking connection, for what has no parameters: names of databases and roles.
///
/// `@unchecked`, because it is handed on and never used by two at once.
final class Administrator: @unchecked Sendable {
  /// Why a statement of the tests' own failed.
  struct Failure: Error { let message: String }

  private var link: OpaquePointer?

  init(url: String) throws {
    link = PQconnectdb(url)
    PQsetNoticeProcessor(link, { _, _ in }, nil)
    guard PQstatus(link) == CONNECTION_OK else { throw Failure(message: String(cString: PQerrorMessage(link))) }
  }

  deinit { close() }

  /// Runs one statement and answers its first column.
  @discardableResult
  func run(_ sql: String) throws -> [String] {
    let result = PQexec(link, sql)
    defer { PQclear(result) }
    guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
      throw Failure(message: String(cString: PQresultErrorMessage(result)))
    }
    return (0..<PQntuples(result)).map { String(cString: PQgetvalue(result, $0, 0)) }
  }

  func close() {
    PQfinish(link)
    link = nil
  }
}
