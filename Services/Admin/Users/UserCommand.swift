import ArgumentParser
import Domain
import Postgres
import ServiceKit

/// `pomoc user`: people who sign in with an e-mail address and a password.
struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Adds people and changes their passwords.",
    subcommands: [Add.self, ChangePassword.self])

  struct Add: DatabaseCommand {
    static let configuration = CommandConfiguration(abstract: "Adds a person who signs in with a password.")

    @Option(help: "The address they sign in with.")
    var email: String
    @Option(help: "Their name, as others see it.")
    var name: String
    @Option(help: "What they may do: member or manager of an account, agent or admin of support.")
    var role: Role
    @Option(help: "The account's name or id; for a member or a manager.")
    var account: String?
    @Option(help: "The language of their screens: pl, en or uk.")
    var locale: Language = .pl
    @OptionGroup
    var entry: PasswordEntry

    func work(on pool: Pool) async throws {
      let (password, isGenerated) = try entry.password()
      let draft = UserRepository.Draft(name: name, email: email, role: role, locale: locale, account: account)
      let user = try await pool.actingAsSystem { db in
        try await UserRepository(db: db).add(draft, password: password)
      }
      print("added \(user.role.rawValue) \(user.name), signs in as \(user.email ?? "")")
      if isGenerated { print("password, shown only now: \(password)") }
    }
  }

  struct ChangePassword: DatabaseCommand {
    static let configuration = CommandConfiguration(
      commandName: "password", abstract: "Gives a person a new password and ends their sessions.")

    @Option(help: "The address they sign in with.")
    var email: String
    @OptionGroup
    var entry: PasswordEntry

    func work(on pool: Pool) async throws {
      let (password, isGenerated) = try entry.password()
      try await pool.actingAsSystem { [email] db in
        try await UserRepository(db: db).setPassword(password, email: email)
      }
      print("changed the password of \(email) and ended their sessions")
      if isGenerated { print("password, shown only now: \(password)") }
    }
  }
}

extension Role: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
