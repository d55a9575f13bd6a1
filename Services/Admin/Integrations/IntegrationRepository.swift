import Postgres

/// Host applications that vouch for their users, as the operator admits them.
struct IntegrationRepository {
  let db: any Database

  func add(kid: String, issuer: String, key: SigningKey) async throws {
    guard (1...100).contains(kid.unicodeScalars.count) else { throw Refusal("a kid has 1 to 100 characters") }
    guard (1...200).contains(issuer.unicodeScalars.count) else { throw Refusal("an issuer has 1 to 200 characters") }
    do {
      try await db.run(
        """
        INSERT INTO integration (kid, issuer, algorithm, key)
        VALUES (\(kid), \(issuer), \(key.algorithm), \(key.bytes))
        """)
    } catch let error as PostgresError where error.constraint == "integration_kid_key" {
      throw Refusal("there is an integration with the kid «\(kid)» already")
    }
  }

  /// Makes the integration what it should be and answers its id.
  func set(kid: String, issuer: String, key: SigningKey) async throws -> Int? {
    try await db.run(
      """
      INSERT INTO integration (kid, issuer, algorithm, key)
      VALUES (\(kid), \(issuer), \(key.algorithm), \(key.bytes))
      ON CONFLICT (kid) DO UPDATE
        SET issuer = EXCLUDED.issuer, algorithm = EXCLUDED.algorithm, key = EXCLUDED.key
        WHERE (integration.issuer, integration.algorithm, integration.key)
          IS DISTINCT FROM (EXCLUDED.issuer, EXCLUDED.algorithm, EXCLUDED.key)
      """)
    return try await db.first("SELECT id FROM integration WHERE kid = \(kid)")
  }
}
