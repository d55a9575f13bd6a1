import Crypto
import JWTKit
import Postgres
import TestSupport
import Testing

@testable import Admin

@Suite("Keys of host applications")
struct SigningKeyTests {
  @Test("a secret is kept as its bytes, and a short one is refused")
  func secret() throws {
    let secret = SigningKey.generatedSecret()

    #expect(try SigningKey(.hs256, reading: secret + "\n").bytes == Array(secret.utf8))
    #expect(throws: Refusal.self) { try SigningKey(.hs256, reading: "0123456789") }
  }

  @Test("public keys are read from PEM; the other kind, the private half and nonsense are refused")
  func publicKeys() throws {
    let p256 = P256.Signing.PrivateKey()
    let ed25519 = try EdDSA.PrivateKey()
    let edPublic = ed25519.publicKey

    #expect(
      try SigningKey(.es256, reading: p256.publicKey.pemRepresentation).bytes
        == Array(p256.publicKey.pemRepresentation.utf8))
    #expect(try SigningKey(.edDSA, reading: edPublic.pemRepresentation).bytes == Array(edPublic.rawRepresentation))
    for (algorithm, text) in [
      (SigningKey.Algorithm.es256, p256.pemRepresentation), (.es256, edPublic.pemRepresentation), (.es256, "key"),
      (.edDSA, p256.publicKey.pemRepresentation), (.edDSA, ""),
    ] {
      #expect(throws: Refusal.self) { try SigningKey(algorithm, reading: text) }
    }
  }

  @Test("a kid names one key")
  func unique() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let key = try SigningKey(.hs256, reading: SigningKey.generatedSecret())
      try await IntegrationRepository(db: pool).add(kid: "pms", issuer: "pms.example", key: key)

      await #expect(throws: Refusal.self) {
        try await IntegrationRepository(db: pool).add(kid: "pms", issuer: "other.example", key: key)
      }
      await pool.close()
    }
  }
}
