import ArgumentParser
import Domain
import Foundation
import Postgres
import ServiceKit

/// `pomoc key`: credentials of programs.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Adds, lists and revokes API keys.",
    subcommands: [Add.self, List.self, Revoke.self])

  struct Add: DatabaseCommand {
    static let configuration = CommandConfiguration(abstract: "Adds a key and prints its secret, once.")

    @Option(help: "What uses the key; what it writes bears this name.")
    var name: String
    @Option(help: "What it may do: member or manager of an account, agent or admin of support.")
    var role: Role
    @Option(help: "The account's name or id; for a member or a manager.")
    var account: String?

    func work(on pool: Pool) async throws {
      let (id, token) = try await pool.actingAsSystem { [name, role, account] db in
        try await KeyRepository(db: db).add(name: name, role: role, account: account)
      }
      print("added key \(id.text) (\(name), \(role.rawValue))")
      print("secret, shown only now: \(token.text)")
    }
  }

  struct List: DatabaseCommand {
    static let configuration = CommandConfiguration(abstract: "Lists keys: id, name, role, account, since when.")

    func work(on pool: Pool) async throws {
      for key in try await pool.actingAsSystem({ db in try await KeyRepository(db: db).list() }) {
        let end = key.revokedAt.map { " · revoked \($0.formatted(.iso8601))" } ?? ""
        print(
          "\(key.id.text)  \(key.name) · \(key.role.rawValue) · \(key.account ?? "support")"
            + " · since \(key.createdAt.formatted(.iso8601))\(end)")
      }
    }
  }

  struct Revoke: DatabaseCommand {
    static let configuration = CommandConfiguration(abstract: "Ends a key at once.")

    @Argument(help: "The key's id, as it was printed when it was added.")
    var id: String

    func work(on pool: Pool) async throws {
      guard let id = UUID(uuidString: id) else { throw Refusal("«\(id)» is not an id; `pomoc key list` shows them") }
      try await pool.actingAsSystem { db in try await KeyRepository(db: db).revoke(id) }
      print("revoked key \(id.text)")
    }
  }
}
