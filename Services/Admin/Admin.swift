import ArgumentParser
import Configuration
import Foundation
import Postgres
import Schema
import ServiceKit

/// `pomoc`, the operator's command. It works as the owner of the schema and is run by hand or at an installation's start.
@main
struct Admin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pomoc",
    abstract: "Sets up and looks after an installation of Pomoc.",
    discussion: """
      The environment says where to work: DATABASE_URL is the address of the database for the role that owns its \
      schema, postgres://user:password@host:port/database.
      """,
    subcommands: [
      MigrateCommand.self, DoctorCommand.self, DemoCommand.self, AccountCommand.self, UserCommand.self, KeyCommand.self,
      IntegrationCommand.self, EventsCommand.self,
    ])

  /// Runs the command that the arguments name; what fails is said in one line on standard error, with exit code 1.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      guard let line = Refusal.line(for: error) else { exit(withError: error) }
      FileHandle.standardError.write(Data("pomoc: \(line)\n".utf8))
      exit(withError: ExitCode.failure)
    }
  }
}

/// A subcommand that works on a database with the current schema.
protocol DatabaseCommand: AsyncParsableCommand {
  func work(on pool: Pool) async throws
}

extension DatabaseCommand {
  mutating func run() async throws {
    let pool = Pool(try ConfigReader.environment.ownerDatabase())
    let found = try await Migrator.currentVersion(of: pool)
    guard found >= Schema.version else { throw Refusal.oldSchema(found: found) }
    try await work(on: pool)
    await pool.close()
  }
}

extension ConfigReader {
  /// The settings of this process.
  static var environment: ConfigReader { ConfigReader(provider: EnvironmentVariablesProvider()) }

  /// - Settings:
  ///   - `DATABASE_URL` (required): `postgres://user:password@host:port/database`, as the role that owns the schema
  func ownerDatabase() throws -> Pool.Configuration {
    let url = try required("DATABASE_URL")
    guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
      throw SettingError("DATABASE_URL", "has to look like postgres://user:password@host:port/database")
    }
    return Pool.Configuration(url: url, applicationName: "pomoc")
  }
}
