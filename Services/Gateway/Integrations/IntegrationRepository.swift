import Postgres

/// Host applications' keys in the database.
struct IntegrationRepository {
  let db: any Database

  func find(kid: String) async throws -> Integration? {
    guard kid.utf8.count <= 400, !kid.utf8.contains(0) else { return nil }
    return try await db.first(
      "SELECT id, issuer, algorithm, key FROM integration WHERE kid = \(kid)", as: Integration.self)
  }
}
