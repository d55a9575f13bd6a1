import ArgumentParser
import Configuration
import Postgres
import Schema
import ServiceKit

/// `pomoc migrate`: brings the schema up to date and gives the services' login roles their passwords.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Brings the schema up to date; a second run changes nothing.",
    discussion: """
      With GATEWAY_DATABASE_PASSWORD, TICKETS_DATABASE_PASSWORD and NOTIFICATIONS_DATABASE_PASSWORD in the environment, \
      the login roles of the services get these passwords.
      """)

  mutating func run() async throws {
    let config = ConfigReader.environment
    let database = try config.ownerDatabase()
    let applied = try await Migrator(Schema.migrations, database).migrate()
    for migration in applied { print("applied migration \(migration.version) \(migration.name)") }
    print("the schema is at version \(Schema.version)\(applied.isEmpty ? ", nothing to do" : "")")

    let pool = Pool(database)
    for role in LoginRole.allCases {
      guard let password = config.optional(role.passwordSetting) else { continue }
      try await role.setPassword(password, in: pool)
      print("\(role.rawValue) signs in with the password of \(role.passwordSetting)")
    }
    await pool.close()
  }
}
