import ArgumentParser
import Configuration
import Postgres
import ServiceKit

/// `pomoc doctor`: says in words what is wrong with an installation.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks for what is wrong with an installation and says what to do; changes nothing.",
    discussion: """
      One line for each check, ✓ or ✗; exit code 1 with any ✗. With GATEWAY_DATABASE_PASSWORD, \
      TICKETS_DATABASE_PASSWORD and NOTIFICATIONS_DATABASE_PASSWORD in the environment, it also tries whether the \
      services can sign in. Every stored file is read and its checksum computed, which takes a while where there are many.
      """)

  mutating func run() async throws {
    let config = ConfigReader.environment
    var passwords: [LoginRole: String] = [:]
    for role in LoginRole.allCases { passwords[role] = config.optional(role.passwordSetting) }
    let doctor = Doctor(database: try config.ownerDatabase(), passwords: passwords)
    var isSound = true
    for await finding in doctor.findings() {
      print(finding)
      isSound = isSound && finding.isSound
    }
    guard isSound else { throw ExitCode.failure }
  }
}
