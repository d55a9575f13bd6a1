import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@testable import Gateway

@Suite("A host application's token")
struct EmbeddedTokenTests {
  private static let secret = "a host application's key for tests, long"
  private static let p256 = P256.Signing.PrivateKey()
  private static let ed25519 = Curve25519.Signing.PrivateKey()

  private static let hs256 = Integration(id: 1, issuer: "planer.example", algorithm: .hs256, key: Array(secret.utf8))
  private static let es256 = Integration(
    id: 2, issuer: "planer.example", algorithm: .es256, key: Array(p256.publicKey.pemRepresentation.utf8))
  private static let edDSA = Integration(
    id: 3, issuer: "planer.example", algorithm: .edDSA, key: Array(ed25519.publicKey.rawRepresentation))

  @Test("is accepted when signed with HS256, ES256 or EdDSA")
  func accepted() async throws {
    let claims = try await EmbeddedToken(text: HostToken().signed(hs256: Self.secret)).verified(by: Self.hs256)
    #expect((claims.sub, claims.account, claims.accountName) == ("guest-1", "zakopane", "Hotel Zakopane"))
    _ = try await EmbeddedToken(text: HostToken(header: ["alg": "ES256"]).signed(es256: Self.p256))
      .verified(by: Self.es256)
    _ = try await EmbeddedToken(text: HostToken(header: ["alg": "EdDSA"]).signed(edDSA: Self.ed25519))
      .verified(by: Self.edDSA)
  }

  @Test("is accepted for an hour at the most, and with a clock that is half a minute ahead")
  func longest() async throws {
    let now = Int(Date().timeIntervalSince1970)
    for issued in [now, now + 30] {
      let token = EmbeddedToken(text: try HostToken(["iat": issued, "exp": issued + 3_600]).signed(hs256: Self.secret))
      #expect(try await token.verified(by: Self.hs256).exp == issued + 3_600)
    }
  }

  @Test("is accepted whatever characters base64 makes of an EdDSA key")
  func everyKey() async throws {
    for _ in 0..<50 {
      let key = Curve25519.Signing.PrivateKey()
      let integration = Integration(
        id: 3, issuer: "planer.example", algorithm: .edDSA, key: Array(key.publicKey.rawRepresentation))
      let token = EmbeddedToken(text: try HostToken(header: ["alg": "EdDSA"]).signed(edDSA: key))
      _ = try await token.verified(by: integration)
    }
  }

  @Test("is refused when another key signed it")
  func otherKey() async throws {
    let others = [
      (try HostToken().signed(hs256: "another host application's key, as long"), Self.hs256),
      (try HostToken(header: ["alg": "ES256"]).signed(es256: P256.Signing.PrivateKey()), Self.es256),
      (try HostToken(header: ["alg": "EdDSA"]).signed(edDSA: Curve25519.Signing.PrivateKey()), Self.edDSA),
    ]
    for (text, integration) in others { #expect(await isRefused(text, by: integration)) }
  }

  @Test("is refused when nothing signed it, or its own header says how it is to be checked")
  func confusion() async throws {
    let pem = Self.p256.publicKey.pemRepresentation
    let raw = String(decoding: Self.ed25519.publicKey.rawRepresentation, as: UTF8.self)
    for algorithm in ["none", "None", "NONE", "nOnE", ""] {
      let unsigned = try HostToken(header: ["alg": algorithm]).signed { _ in Data() }
      for integration in [Self.hs256, Self.es256, Self.edDSA] {
        #expect(await isRefused(unsigned, by: integration), "\(algorithm)")
        #expect(await isRefused(String(unsigned.dropLast()), by: integration), "\(algorithm)")
      }
    }
    #expect(await isRefused(try HostToken().signed(hs256: pem), by: Self.es256))
    #expect(await isRefused(try HostToken(header: ["alg": "ES256"]).signed(hs256: pem), by: Self.es256))
    #expect(await isRefused(try HostToken().signed(hs256: raw), by: Self.edDSA))
    #expect(await isRefused(try HostToken(header: ["alg": "ES256"]).signed(es256: Self.p256), by: Self.hs256))
    let own: [String: String] = ["kty": "oct", "k": Data("my own key".utf8).base64URLEncodedString()]
    #expect(await isRefused(try HostToken(header: ["jwk": own]).signed(hs256: "my own key"), by: Self.hs256))
  }

  @Test("is refused for each claim that is not acceptable", arguments: Self.unacceptable)
  func claims(_ name: String, _ changes: @Sendable (Int) -> [String: Any?]) async throws {
    let now = Int(Date().timeIntervalSince1970)
    #expect(await isRefused(try HostToken(changes(now)).signed(hs256: Self.secret), by: Self.hs256), "\(name)")
  }

  private static let unacceptable: [(String, @Sendable (Int) -> [String: Any?])] = [
    ("expired", { ["iat": $0 - 700, "exp": $0 - 1] }),
    ("expires now", { ["iat": $0 - 700, "exp": $0] }),
    ("issued in the future", { ["iat": $0 + 120, "exp": $0 + 600] }),
    ("lives more than an hour", { ["iat": $0, "exp": $0 + 3_601] }),
    ("ends before it begins", { ["iat": $0 + 30, "exp": $0 + 20] }),
    ("lives for ever", { ["iat": Int.min, "exp": Int.max - $0 + $0] }),
    ("times as text", { ["iat": "\($0)", "exp": "\($0 + 600)"] }),
    ("times beyond integers", { _ in ["exp": 1e300] }),
    ("another issuer", { _ in ["iss": "planer.example.evil"] }),
    ("issuer in capitals", { _ in ["iss": "PLANER.example"] }),
    ("several issuers", { _ in ["iss": ["planer.example"]] }),
    ("agent", { _ in ["role": "agent"] }),
    ("admin", { _ in ["role": "admin"] }),
    ("system", { _ in ["role": "system"] }),
    ("role in capitals", { _ in ["role": "Member"] }),
    ("several roles", { _ in ["role": ["member"]] }),
    ("no subject", { _ in ["sub": nil] }),
    ("empty subject", { _ in ["sub": ""] }),
    ("a number as subject", { _ in ["sub": 7] }),
    ("no account", { _ in ["account": nil] }),
    ("empty account", { _ in ["account": ""] }),
    ("no name", { _ in ["name": nil] }),
    ("empty name", { _ in ["name": ""] }),
    ("no issuer", { _ in ["iss": nil] }),
    ("no iat", { _ in ["iat": nil] }),
    ("no exp", { _ in ["exp": nil] }),
    ("too long a name", { _ in ["name": String(repeating: "ż", count: 201)] }),
    ("too long a subject", { _ in ["sub": String(repeating: "s", count: 201)] }),
    ("NUL in the name", { _ in ["name": "a\0b"] }),
    ("NUL in the subject", { _ in ["sub": "a\0b"] }),
    ("NUL in the account", { _ in ["account": "a\0b"] }),
    ("NUL in the account's name", { _ in ["account_name": "a\0b"] }),
    ("NUL in the e-mail", { _ in ["email": "a\0b@c"] }),
    ("too long an e-mail", { _ in ["email": String(repeating: "e", count: 255)] }),
  ]

  @Test("is refused when it is no token at all")
  func garbage() async throws {
    let good = try HostToken().signed(hs256: Self.secret)
    let parts = good.split(separator: ".").map(String.init)
    let bad = [
      "", ".", "..", "...", "a.b.c", "a.b", good + ".", good + ".x", good + "A", " " + good, good + "\n",
      "Bearer " + good,
      "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", ".\(parts[1]).\(parts[2])", "\(parts[0])..\(parts[2])",
      "\(parts[1]).\(parts[0]).\(parts[2])", "\(parts[0])=.\(parts[1]).\(parts[2])",
      String(repeating: "e.", count: 5_000),
      "\0.\0.\0", "{}.{}.{}", "bnVsbA.bnVsbA.bnVsbA", "W10.W10.W10",
    ]
    for text in bad { #expect(await isRefused(text, by: Self.hs256), "\(text.prefix(60))") }
    #expect(EmbeddedToken(text: good).kid == "demo")
    #expect(EmbeddedToken(text: try HostToken(header: ["kid": nil]).signed(hs256: Self.secret)).kid == nil)
    #expect(EmbeddedToken(text: "a.b.c").kid == nil)
  }

  @Test("is refused by an integration whose key cannot be read")
  func brokenKey() async throws {
    for algorithm in [Integration.Algorithm.es256, .edDSA] {
      let broken = Integration(id: 4, issuer: "planer.example", algorithm: algorithm, key: Array("no key".utf8))
      #expect(await isRefused(try HostToken(header: ["alg": algorithm.rawValue]).signed(hs256: "no key"), by: broken))
    }
  }

  private func isRefused(_ text: String, by integration: Integration) async -> Bool {
    do throws(Problem) {
      _ = try await EmbeddedToken(text: text).verified(by: integration)
      return false
    } catch {
      return error == Problem(.unauthenticated)
    }
  }
}
