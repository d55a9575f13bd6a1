import Domain
import Foundation
import Postgres

/// Accounts in the database.
struct AccountRepository {
  let db: any Database

  /// The account that a host application's token names, made on first sight; renamed when the host renames it.
  func admit(_ claims: EmbeddedToken.Claims, from integration: Integration) async throws -> UUID {
    let account = try await db.first(
      """
      INSERT INTO account (id, name, integration_id, external_id)
      VALUES (\(UUID.v7()), \(claims.accountName ?? claims.account), \(integration.id), \(claims.account))
      ON CONFLICT (integration_id, external_id) DO UPDATE
        SET name = COALESCE(\(claims.accountName), account.name)
      RETURNING id
      """, as: Id.self)
    guard let account else { throw Problem(.unexpected) }
    return account.id
  }

  /// An account as its own people see it; 404 when it is gone.
  func require(_ id: UUID?) async throws -> OwnAccount {
    let account = try await db.first(
      "SELECT id, name, answer_audience FROM account WHERE id = \(id)", as: OwnAccount.self)
    guard let account else { throw Problem(.notFound) }
    return account
  }

  func change(_ id: UUID?, answerAudience: AnswerAudience) async throws {
    try await db.run("UPDATE account SET answer_audience = \(answerAudience) WHERE id = \(id)")
  }

  private struct Id: Decodable {
    let id: UUID
  }
}
