import Domain
import Foundation
import Postgres

/// Accounts, as the operator makes and finds them.
struct AccountRepository {
  let db: any Database

  /// Makes an account of Pomoc's own: no host application vouches for its people.
  func add(name: String) async throws -> Account {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(name.unicodeScalars.count) else { throw Refusal("a name has 1 to 200 characters") }
    let account = Account(id: .v7(), name: name)
    try await db.run("INSERT INTO account (id, name) VALUES (\(account.id), \(account.name))")
    return account
  }

  func list() async throws -> [Listed] {
    try await db.all(
      """
      SELECT account.id, account.name, account.external_id, integration.kid,
        (SELECT count(*) FROM app_user WHERE app_user.account_id = account.id) AS people
      FROM account
      LEFT JOIN integration ON integration.id = account.integration_id
      ORDER BY account.name, account.id
      """)
  }

  /// The account with an id or a name; refuses a name that none has, or several have.
  func require(_ nameOrId: String) async throws -> Account {
    let found = try await db.all(
      """
      SELECT id, name
      FROM account
      WHERE id = \(UUID(uuidString: nameOrId)) OR name = \(nameOrId)
      LIMIT 2
      """, as: Account.self)
    guard let account = found.first else {
      throw Refusal("there is no account «\(nameOrId)»; `pomoc account list` shows them all")
    }
    guard found.count == 1 else {
      throw Refusal("several accounts are named «\(nameOrId)»; give the id, `pomoc account list` shows it")
    }
    return account
  }

  /// One line of the list.
  struct Listed: Decodable {
    let id: UUID
    let name: String
    let externalId: String?
    /// The host application's; nil for an account of Pomoc's own.
    let kid: String?
    let people: Int
  }
}
