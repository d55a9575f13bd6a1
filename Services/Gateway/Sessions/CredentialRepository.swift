import Domain
import Foundation
import Postgres
import ServiceKit

/// Sessions and API keys in the database: whose they are.
struct CredentialRepository {
  let db: any Database

  /// Who a token speaks for; nil when it is unknown, expired or revoked.
  func principal(for token: Token) async throws -> Principal? {
    let source: SQL =
      switch token.kind {
      case .session: "session WHERE token_hash = \(token.sha256) AND expires_at > now()"
      case .key: "api_key WHERE token_hash = \(token.sha256) AND revoked_at IS NULL"
      }
    return try await db.first(
      """
      SELECT app_user.id AS user_id, app_user.name, app_user.role, app_user.locale, app_user.account_id,
        COALESCE(account.history_scope, 'account') AS history_scope
      FROM (SELECT user_id FROM \(source)) AS credential
      JOIN app_user ON app_user.id = credential.user_id
      LEFT JOIN account ON account.id = app_user.account_id
      """, as: Principal.self)
  }
}
