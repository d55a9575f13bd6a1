import Domain
import Foundation
import Postgres
import ServiceKit

/// API keys, as the operator makes and revokes them.
struct KeyRepository {
  let db: any Database

  /// Makes a key together with the person it acts as, who bears its name and cannot sign in any other way.
  func add(name: String, role: Role, account nameOrId: String?) async throws -> (id: UUID, token: Token) {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(name.unicodeScalars.count) else { throw Refusal("a name has 1 to 200 characters") }
    try role.check(hasAccount: nameOrId != nil)
    let account: Account? =
      if let nameOrId { try await AccountRepository(db: db).require(nameOrId) } else { nil }
    let (id, person, token) = (UUID.v7(), UUID.v7(), Token(.key))
    try await db.run(
      """
      INSERT INTO app_user (id, account_id, name, role)
      VALUES (\(person), \(account?.id), \(name), \(role))
      """)
    try await db.run(
      """
      INSERT INTO api_key (id, token_hash, user_id)
      VALUES (\(id), \(token.sha256), \(person))
      """)
    return (id, token)
  }

  func list() async throws -> [Listed] {
    try await db.all(
      """
      SELECT api_key.id, app_user.name, app_user.role, account.name AS account, api_key.created_at, api_key.revoked_at
      FROM api_key
      JOIN app_user ON app_user.id = api_key.user_id
      LEFT JOIN account ON account.id = app_user.account_id
      ORDER BY api_key.created_at, api_key.id
      """)
  }

  /// Ends a key at once; what it wrote stays. Revoking it again changes nothing.
  func revoke(_ id: UUID) async throws {
    let revoked = try await db.run(
      "UPDATE api_key SET revoked_at = COALESCE(revoked_at, clock_timestamp()) WHERE id = \(id)")
    guard revoked == 1 else { throw Refusal("there is no key \(id.text); `pomoc key list` shows them all") }
  }

  /// One line of the list.
  struct Listed: Decodable {
    let id: UUID
    let name: String
    let role: Role
    let account: String?
    let createdAt: Date
    let revokedAt: Date?
  }
}
