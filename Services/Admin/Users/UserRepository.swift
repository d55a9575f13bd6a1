import Domain
import Foundation
import Postgres
import ServiceKit

/// People who sign in with an e-mail address and a password, as the operator makes them.
struct UserRepository {
  let db: any Database

  /// Someone to be added.
  struct Draft {
    let name: String
    let email: String
    let role: Role
    let locale: Language
    /// The account's name or id; nil for support.
    let account: String?
  }

  /// Adds a person; refuses an address that somebody signs in with already, and a role that does not fit the account.
  func add(_ draft: Draft, password: String) async throws -> User {
    let email = try Self.normalised(draft.email)
    let name = draft.name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(name.unicodeScalars.count) else { throw Refusal("a name has 1 to 200 characters") }
    try draft.role.check(hasAccount: draft.account != nil)
    let account: Account? =
      if let nameOrId = draft.account { try await AccountRepository(db: db).require(nameOrId) } else { nil }
    let user = User(id: .v7(), name: name, email: email, role: draft.role, locale: draft.locale, account: account)
    do {
      try await db.run(
        """
        INSERT INTO app_user (id, account_id, name, email, password_hash, role, locale)
        VALUES (\(user.id), \(account?.id), \(name), \(email), \(try Password.hash(password)), \(user.role),
          \(user.locale))
        """)
    } catch let error as PostgresError where error.constraint == "app_user_sign_in_key" {
      throw Refusal("somebody signs in as \(email) already; `pomoc user password --email …` changes the password")
    }
    return user
  }

  /// Gives the one person with this address a new password and ends their sessions.
  func setPassword(_ password: String, email: String) async throws {
    let email = try Self.normalised(email)
    let people = try await db.all(
      """
      SELECT id, password_hash IS NOT NULL AS signs_in
      FROM app_user
      WHERE email = \(email)
      """, as: Candidate.self)
    let signingIn = people.filter(\.signsIn)
    guard let person = signingIn.first ?? people.first else { throw Refusal("nobody has the address \(email)") }
    // Host applications may vouch for several people with one address; only one of them can sign in with it.
    guard signingIn.count == 1 || people.count == 1 else {
      throw Refusal("several people have the address \(email) and none of them signs in with a password")
    }
    try await db.run("UPDATE app_user SET password_hash = \(try Password.hash(password)) WHERE id = \(person.id)")
    try await db.run("DELETE FROM session WHERE user_id = \(person.id)")
  }

  private struct Candidate: Decodable {
    let id: UUID
    let signsIn: Bool
  }

  /// An address as it is kept; refuses what cannot be one.
  static func normalised(_ email: String) throws(Refusal) -> String {
    let email = email.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), email.unicodeScalars.count <= 254,
      !email.contains(where: \.isWhitespace)
    else { throw Refusal("«\(email)» is not an e-mail address") }
    return email
  }
}

extension Role {
  /// Refuses a person of a hotel without their account, and a person of support with one.
  func check(hasAccount: Bool) throws(Refusal) {
    if isSupport, hasAccount { throw Refusal("role \(rawValue) is of support and has no account: leave out --account") }
    if !isSupport, !hasAccount { throw Refusal("role \(rawValue) belongs to an account: name it with --account") }
  }
}
