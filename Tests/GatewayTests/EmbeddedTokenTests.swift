import Crypto
import Domain
import Foundation
import JWTKit
import Testing

@testable import Gateway

/// A token's claims as a host application writes them, right or wrong.
private struct HostClaims: JWTPayload {
  var iss = "planer.example"
  var sub: String? = "reception"
  var account: String? = "baltyk"
  var name = "Katarzyna Zielińska"
  var role: String?
  var iat = Int(Date().timeIntervalSince1970)
  var exp = Int(Date().timeIntervalSince1970) + 600

  func verify(using algorithm: some JWTAlgorithm) {}
}

@Suite("A host application's token")
struct EmbeddedTokenTests {
  private static let secret = Array("a secret of the host application, long".utf8)
  private let integration = Integration(id: 1, issuer: "planer.example", algorithm: .hs256, key: secret)

  private func signed(_ claims: HostClaims, with keys: JWTKeyCollection? = nil) async throws -> EmbeddedToken {
    let secretKeys = await JWTKeyCollection().add(
      hmac: HMACKey(key: SymmetricKey(data: Self.secret)), digestAlgorithm: .sha256)
    return EmbeddedToken(text: try await (keys ?? secretKeys).sign(claims, header: ["kid": "demo"]))
  }

  private func isRefused(_ token: EmbeddedToken, by integration: Integration? = nil) async -> Bool {
    do {
      _ = try await token.verified(by: integration ?? self.integration)
      return false
    } catch {
      return error == Problem(.unauthenticated)
    }
  }

  @Test("is believed when it is signed with the shared secret")
  func sharedSecret() async throws {
    let token = try await signed(HostClaims(role: "manager"))

    let claims = try await token.verified(by: integration)

    #expect(token.kid == "demo")
    #expect((claims.account, claims.sub, claims.role) == ("baltyk", "reception", "manager"))
  }

  @Test("is believed when it is signed with the private key of an ES256 integration")
  func ellipticCurve() async throws {
    let key = ES256PrivateKey()
    let integration = Integration(
      id: 1, issuer: "planer.example", algorithm: .es256, key: Array(key.publicKey.pemRepresentation.utf8))

    let token = try await signed(HostClaims(), with: await JWTKeyCollection().add(ecdsa: key))

    #expect(try await token.verified(by: integration).sub == "reception")
    #expect(await isRefused(try await signed(HostClaims()), by: integration))
  }

  @Test("is believed when it is signed with the private key of an EdDSA integration")
  func edwardsCurve() async throws {
    let raw = Curve25519.Signing.PrivateKey()
    let key = try EdDSA.PrivateKey(d: raw.rawRepresentation.base64EncodedString(), curve: .ed25519)
    let integration = Integration(
      id: 1, issuer: "planer.example", algorithm: .edDSA, key: Array(raw.publicKey.rawRepresentation))

    let token = try await signed(HostClaims(), with: await JWTKeyCollection().add(eddsa: key))

    #expect(try await token.verified(by: integration).sub == "reception")
  }

  @Test("cannot pass off a public key as a shared secret")
  func confusedAlgorithms() async throws {
    let pem = ES256PrivateKey().publicKey.pemRepresentation
    let integration = Integration(id: 1, issuer: "planer.example", algorithm: .es256, key: Array(pem.utf8))
    let forger = await JWTKeyCollection().add(
      hmac: HMACKey(key: SymmetricKey(data: Data(pem.utf8))), digestAlgorithm: .sha256)

    #expect(await isRefused(try await signed(HostClaims(), with: forger), by: integration))
  }

  @Test("without a signature, of another key, or damaged is refused")
  func unsigned() async throws {
    let parts = try await signed(HostClaims()).text.split(separator: ".").map(String.init)
    let header = Data(#"{"alg":"none","kid":"demo"}"#.utf8).base64URLEncodedString()
    let stranger = await JWTKeyCollection().add(
      hmac: HMACKey(stringLiteral: "another secret, which is long as well"), digestAlgorithm: .sha256)

    #expect(await isRefused(EmbeddedToken(text: "\(header).\(parts[1]).")))
    #expect(await isRefused(try await signed(HostClaims(), with: stranger)))
    #expect(await isRefused(EmbeddedToken(text: "\(parts[0]).\(parts[1]).\(String(parts[2].reversed()))")))
    #expect(await isRefused(EmbeddedToken(text: "garbage")))
    #expect(EmbeddedToken(text: "garbage").kid == nil)
  }

  @Test("that is over, from the future, or valid for more than an hour is refused")
  func times() async throws {
    let now = Int(Date().timeIntervalSince1970)

    #expect(await isRefused(try await signed(HostClaims(iat: now - 600, exp: now - 1))))
    #expect(await isRefused(try await signed(HostClaims(iat: now + 300, exp: now + 600))))
    #expect(await isRefused(try await signed(HostClaims(iat: now, exp: now + 3601))))
    #expect(await isRefused(try await signed(HostClaims(iat: Int.min, exp: Int.max))))
    #expect(await !isRefused(try await signed(HostClaims(iat: now, exp: now + 3600))))
  }

  @Test(
    "of another issuer, without a person or an account, or with a role of support is refused",
    arguments: [
      HostClaims(iss: "somebody.else"), HostClaims(sub: nil), HostClaims(account: nil), HostClaims(sub: ""),
      HostClaims(account: String(repeating: "a", count: 201)), HostClaims(name: "a\0b"), HostClaims(role: "agent"),
      HostClaims(role: "admin"),
    ])
  private func claims(_ claims: HostClaims) async throws {
    #expect(await isRefused(try await signed(claims)))
  }
}
