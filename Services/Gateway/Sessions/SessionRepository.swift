import Domain
import Foundation
import Postgres
import ServiceKit

/// Sessions in the database.
struct SessionRepository {
  let db: any Database

  /// How long a session lasts.
  static let lifetime = Duration.seconds(12 * 3600)

  /// Begins a session, and forgets a few that are over.
  func begin(_ token: Token, for user: UUID) async throws -> Date {
    try await db.run(
      """
      DELETE FROM session
      WHERE token_hash IN (SELECT token_hash FROM session WHERE expires_at < now() LIMIT 20)
      """)
    let session = try await db.first(
      """
      INSERT INTO session (token_hash, user_id, expires_at)
      VALUES (\(token.sha256), \(user), now() + make_interval(secs => \(Double(Self.lifetime.components.seconds))))
      RETURNING expires_at
      """, as: Expiry.self)
    guard let session else { throw Problem(.unexpected) }
    return session.expiresAt
  }

  /// Ends a session at once.
  func end(_ token: Token) async throws {
    try await db.run("DELETE FROM session WHERE token_hash = \(token.sha256)")
  }

  private struct Expiry: Decodable {
    let expiresAt: Date
  }
}
