import ArgumentParser
import Domain
import Postgres
import ServiceKit

/// `pomoc account`: customer organisations.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "Adds and lists accounts (hotels).", subcommands: [Add.self, List.self])

  struct Add: DatabaseCommand {
    static let configuration = CommandConfiguration(abstract: "Adds an account and prints its id.")

    @Option(help: "The hotel's name.")
    var name: String

    func work(on pool: Pool) async throws {
      let account = try await pool.actingAsSystem { [name] db in try await AccountRepository(db: db).add(name: name) }
      print("added account \(account.name) \(account.id.text)")
    }
  }

  struct List: DatabaseCommand {
    static let configuration = CommandConfiguration(abstract: "Lists accounts: id, name, people, host application.")

    func work(on pool: Pool) async throws {
      let accounts = try await pool.actingAsSystem { db in try await AccountRepository(db: db).list() }
      for account in accounts {
        let host = account.kid.map { " · \($0): \(account.externalId ?? "")" } ?? ""
        print("\(account.id.text)  \(account.name) · people: \(account.people)\(host)")
      }
      if accounts.isEmpty { print("there are no accounts yet; `pomoc account add --name …` makes one") }
    }
  }
}
