import ArgumentParser
import Domain
import Foundation
import JWTKit

/// With what a host application signs its users' tokens, in the form in which the gateway reads it.
struct SigningKey: Equatable {
  enum Algorithm: String, ExpressibleByArgument, CaseIterable {
    case hs256 = "HS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
  }

  let algorithm: Algorithm
  /// HS256: the secret's UTF-8; ES256: the public key as PEM; EdDSA: the 32 raw bytes of the public key.
  let bytes: [UInt8]

  /// A new secret for HS256: 256 random bits as text, so that it fits into any settings file.
  static func generatedSecret() -> String {
    Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64URLEncodedString()
  }

  /// Reads a secret (HS256) or a public key in PEM (ES256, EdDSA); refuses what could not verify any signature.
  init(_ algorithm: Algorithm, reading text: String) throws(Refusal) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    self.algorithm = algorithm
    switch algorithm {
    case .hs256:
      guard (32...4096).contains(text.utf8.count) else { throw Refusal("an HS256 secret has at least 32 characters") }
      bytes = Array(text.utf8)
    case .es256:
      guard (try? ES256PublicKey(pem: text)) != nil else {
        throw Refusal("not the public half of a P-256 key in PEM; `openssl pkey -in key.pem -pubout` writes it")
      }
      bytes = Array(text.utf8)
    case .edDSA:
      guard let key = try? EdDSA.PublicKey(pem: text) else {
        throw Refusal("not the public half of an Ed25519 key in PEM; `openssl pkey -in key.pem -pubout` writes it")
      }
      bytes = Array(key.rawRepresentation)
    }
  }
}
