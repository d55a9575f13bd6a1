import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit
import NIOCore
import ServiceKit
import Testing

@Suite("The inner token")
struct InnerTokenTests {
  /// Long enough for SHA-512 too.
  private static let key = "a key of the suite, with as many characters as the longest hash has bytes"
  private static let principal = Principal(
    userId: .v7(), name: "Katarzyna „Kasia” Zielińska", role: .member, locale: .uk, accountId: .v7(), historyScope: .own
  )

  @Test("it carries the whole principal")
  func roundTrip() async throws {
    let token = await InnerToken(key: Self.key)
    let agent = Principal(userId: .v7(), name: "Anna", role: .admin, accountId: nil)
    for principal in [Self.principal, agent] {
      #expect(try await token.verify(try await token.sign(.principal(principal))) == .principal(principal))
    }
  }

  @Test("it carries a process that speaks by itself")
  func process() async throws {
    let token = await InnerToken(key: Self.key)
    #expect(try await token.verify(try await token.sign(.process("tickets"))) == .process("tickets"))
  }

  @Test("it ends after a minute")
  func expiry() async throws {
    let token = await InnerToken(key: Self.key)
    let signed = try await token.sign(.principal(Self.principal))
    let part = try #require(signed.split(separator: ".").dropFirst().first)
    let payload = try #require(Data(base64URLEncoded: String(part)))
    let claims = try #require(try JSONSerialization.jsonObject(with: payload) as? [String: Any])
    let end = try #require(claims["exp"] as? Double)
    #expect((1...60).contains(end - Date().timeIntervalSince1970))

    #expect(try await verdict(expires: 30) == nil)
    #expect(try await verdict(expires: -1) == .unauthenticated)
    #expect(try await verdict(expires: -86_400) == .unauthenticated)
  }

  @Test("another key, another algorithm or none is refused")
  func signatures() async throws {
    #expect(try await verdict(key: Self.key + "x") == .unauthenticated)
    #expect(try await verdict(algorithm: .sha512) == .unauthenticated)
    let token = await InnerToken(key: Self.key)
    let signed = try await token.sign(.principal(Self.principal)).split(separator: ".").map(String.init)
    let none = Data(#"{"alg":"none","typ":"JWT"}"#.utf8).base64URLEncodedString()
    let admin = try #require(Data(base64URLEncoded: signed[1]))
    let forged = Data(String(decoding: admin, as: UTF8.self).replacing("member", with: "admin").utf8)
    for text in [
      "\(none).\(signed[1]).", "\(none).\(signed[1]).\(signed[2])", "\(signed[0]).\(signed[1]).",
      "\(signed[0]).\(signed[1])", "\(signed[0]).\(forged.base64URLEncodedString()).\(signed[2])", "", "a", "a.b.c",
      "...",
      String(repeating: "a", count: 100_000),
    ] {
      await #expect(throws: Problem(.unauthenticated)) { try await token.verify(text) }
    }
  }

  @Test("a token without an end or without a principal is refused")
  func incomplete() async throws {
    struct Endless: JWTPayload {
      let principal: Principal
      func verify(using algorithm: some JWTAlgorithm) {}
    }
    struct Nobody: JWTPayload {
      let exp: ExpirationClaim
      func verify(using algorithm: some JWTAlgorithm) {}
    }
    let keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: Self.key), digestAlgorithm: .sha256)
    let token = await InnerToken(key: Self.key)
    for text in [
      try await keys.sign(Endless(principal: Self.principal)),
      try await keys.sign(Nobody(exp: .init(value: .now.addingTimeInterval(60)))),
    ] {
      await #expect(throws: Problem(.unauthenticated)) { try await token.verify(text) }
    }
  }

  @Test("a bearer is read whatever the scheme's case, and nothing else is one")
  func bearer() {
    for (value, expected) in [
      ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER abc", "abc"), ("Basic abc", nil),
      ("Bearer", nil), ("Bearer ", nil), ("", nil), ("abc", nil), ("Bearerabc", nil), (nil, nil),
    ] {
      #expect(Request.get("/", authorization: value).bearerToken == expected, "\(value ?? "none")")
    }
  }

  /// What becomes of a token made with these; nil when it is admitted.
  private func verdict(
    expires seconds: TimeInterval = 60, key: String = key, algorithm: DigestAlgorithm = .sha256
  ) async throws -> Problem.Code? {
    struct Claims: JWTPayload {
      let principal: Principal
      let exp: ExpirationClaim
      func verify(using algorithm: some JWTAlgorithm) {}
    }
    let keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: key), digestAlgorithm: algorithm)
    let text = try await keys.sign(
      Claims(principal: Self.principal, exp: .init(value: Date().addingTimeInterval(seconds))))
    do {
      _ = try await InnerToken(key: Self.key).verify(text)
      return nil
    } catch {
      return error.code
    }
  }
}
