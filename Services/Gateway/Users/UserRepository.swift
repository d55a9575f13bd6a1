import Domain
import Foundation
import Postgres

/// People in the database.
struct UserRepository {
  let db: any Database

  /// Somebody who may sign in with a password.
  struct SignIn: Decodable, Sendable {
    let id: UUID
    let passwordHash: String
  }

  func findSignIn(email: String) async throws -> SignIn? {
    try await db.first(
      "SELECT id, password_hash FROM app_user WHERE email = \(email) AND password_hash IS NOT NULL", as: SignIn.self)
  }

  /// A person as they see themselves; 401 when they are gone.
  func require(_ id: UUID) async throws -> User {
    let row = try await db.first(
      """
      SELECT app_user.id, app_user.name, email, role, locale, account_id, account.name AS account_name
      FROM app_user
      LEFT JOIN account ON account.id = app_user.account_id
      WHERE app_user.id = \(id)
      """, as: Row.self)
    guard let row else { throw Problem(.unauthenticated) }
    return row.user
  }

  /// The person that a host application's token names, made on first sight and kept as the host describes them.
  ///
  /// They are found by account and the host's id, never by e-mail; the e-mail of somebody who signs in with it is not
  /// the host's to change. The account decides the side, so no token makes an agent.
  func admit(_ claims: EmbeddedToken.Claims, to account: UUID) async throws -> UUID {
    let locale = claims.locale.map { Language(acceptLanguage: $0) }
    let email = claims.email.map { $0.lowercased() }.flatMap { $0.unicodeScalars.count >= 3 ? $0 : nil }
    let user = try await db.first(
      """
      INSERT INTO app_user (id, account_id, external_id, name, email, role, locale)
      VALUES (\(UUID.v7()), \(account), \(claims.sub), \(claims.name), \(email),
        \(claims.role ?? Role.member.rawValue), \((locale ?? .pl).rawValue))
      ON CONFLICT (account_id, external_id) DO UPDATE
        SET name = EXCLUDED.name,
          role = COALESCE(\(claims.role), app_user.role),
          locale = COALESCE(\(locale?.rawValue), app_user.locale),
          email = CASE WHEN app_user.password_hash IS NULL THEN COALESCE(EXCLUDED.email, app_user.email)
            ELSE app_user.email END
      RETURNING id
      """, as: Id.self)
    guard let user else { throw Problem(.unexpected) }
    return user.id
  }

  private struct Id: Decodable {
    let id: UUID
  }

  private struct Row: Decodable {
    let id: UUID
    let name: String
    let email: String?
    let role: Role
    let locale: Language
    let accountId: UUID?
    let accountName: String?

    var user: User {
      User(
        id: id, name: name, email: email, role: role, locale: locale,
        account: accountId.map { Account(id: $0, name: accountName ?? "") })
    }
  }
}
