import Configuration
import Domain
import Foundation
import Hummingbird
import Schema
import TestSupport
import Testing

@testable import Postgres
@testable import ServiceKit

@Suite("Settings")
struct SettingsTests {
  @Test("what is missing or wrong is one line that names the setting")
  func lines() {
    for (settings, read, line) in [
      ([:], { try _ = $0.required("INNER_KEY") }, "setting INNER_KEY: is missing; see deploy/.env.example"),
      (
        ["INNER_KEY": ""], { try _ = $0.required("INNER_KEY") },
        "setting INNER_KEY: is missing; see deploy/.env.example"
      ),
      (
        ["INNER_KEY": "short"], { try _ = $0.required("INNER_KEY", minimumLength: 32) },
        "setting INNER_KEY: must have at least 32 characters"
      ),
      (
        ["HTTP_PORT": "many"], { try _ = $0.number("HTTP_PORT", default: 1, in: 0...65_535) },
        "setting HTTP_PORT: «many» is not a number from 0 to 65535"
      ),
      (
        ["HTTP_PORT": "65536"], { try _ = $0.number("HTTP_PORT", default: 1, in: 0...65_535) },
        "setting HTTP_PORT: «65536» is not a number from 0 to 65535"
      ),
      (
        ["TICKETS_URL": "ftp://x"], { try _ = $0.url("TICKETS_URL") },
        "setting TICKETS_URL: «ftp://x» is not an http address"
      ),
      (
        ["TICKETS_URL": "http://"], { try _ = $0.url("TICKETS_URL") },
        "setting TICKETS_URL: «http://» is not an http address"
      ),
      ([:], { try _ = Pool($0, service: "x") }, "setting DATABASE_URL: is missing; see deploy/.env.example"),
      (
        ["DATABASE_URL": "postgres://x", "DATABASE_POOL_SIZE": "0"], { try _ = Pool($0, service: "x") },
        "setting DATABASE_POOL_SIZE: «0» is not a number from 1 to 200"
      ),
    ] as [([String: String], (ConfigReader) throws -> Void, String)] {
      let error = #expect(throws: SettingError.self, "\(line)") { try read(ConfigReader(environment: settings)) }
      #expect(error?.description == line)
    }
  }

  @Test("what is given is read, what is not has its default")
  func values() throws {
    let config = ConfigReader(environment: [
      "INNER_KEY": "0123456789abcdef0123456789abcdef", "HTTP_PORT": "8080", "TICKETS_URL": "http://127.0.0.1:8081/",
    ])
    #expect(try config.required("INNER_KEY", minimumLength: 32).count == 32)
    #expect(try config.number("HTTP_PORT", default: 1, in: 0...65_535) == 8080)
    #expect(try config.number("METRICS_PORT", default: 7, in: 0...65_535) == 7)
    #expect(try config.url("TICKETS_URL") == "http://127.0.0.1:8081")
    #expect(config.optional("LOG_LEVEL") == nil)
    let application = try ApplicationConfiguration(config, port: "HTTP_PORT", default: 1)
    #expect(application.address == .hostname("127.0.0.1", port: 8080))
  }
}

@Suite("Why a process does not start")
struct StartFailureTests {
  @Test("it is one line, without values and without line ends")
  func lines() {
    struct Silent: Error {}
    for (error, line) in [
      (SettingError("INNER_KEY", "is missing"), "setting INNER_KEY: is missing"),
      (
        PostgresError.server(.init(sqlState: "28P01", message: "password authentication failed for \"x\"")),
        "the database refused the sign-in (invalid_password (28P01)); check DATABASE_URL and run `pomoc migrate` with its"
          + " password"
      ),
      (PostgresError.unavailable("connection refused"), "database: database unavailable: connection refused"),
      (SettingError("X", "two\nlines"), "setting X: two lines"), (Silent(), "Silent()"),
    ] as [(any Error, String)] {
      #expect(StartFailure.line(error) == line)
    }
  }

  @Test("an old schema is refused, and the present one is not")
  func schema() async throws {
    try await withEmptyDatabase { database in
      let error = await #expect(throws: SchemaTooOld.self) { try await database.pool(size: 1).requireSchema() }
      #expect(
        error?.description
          == "the database schema is version 0, this binary needs \(Schema.version): run `pomoc migrate`")
    }
    try await withTestDatabase { database in
      try await database.pool(as: "pomoc_tickets", size: 1).requireSchema()
    }
  }

  @Test("a newer schema is served: migrations only expand")
  func newer() async throws {
    try await withTestDatabase { database in
      let owner = database.pool(size: 1)
      try await owner.run("INSERT INTO schema_migration (version, name, checksum) VALUES (9999, 'later', 'x')")
      try await owner.requireSchema()
    }
  }

  @Test("a database that is not there fails at once, not after ten seconds of hope")
  func database() async throws {
    try await withEmptyDatabase { database in
      var configuration = database.configuration(size: 1)
      configuration.url = configuration.url.replacing(database.name, with: "no_such_database")
      let error = await #expect(throws: PostgresError.self) { try await Pool(configuration).requireSchema() }
      #expect(error?.isAuthenticationFailure == true && error?.sqlState == "3D000")
    }
  }
}

extension ConfigReader {
  /// Settings as if they stood in the environment.
  init(environment: [String: String]) {
    let values = environment.map { name, value in
      (AbsoluteConfigKey(name.lowercased().split(separator: "_").map(String.init)), ConfigValue(stringLiteral: value))
    }
    self.init(provider: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: values)))
  }
}
