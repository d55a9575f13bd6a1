import Crypto
import Foundation
import JWTKit

/// A host application that may vouch for its users, with the key it signs with.
struct Integration: Decodable, Sendable {
  enum Algorithm: String, Decodable, Sendable {
    case hs256 = "HS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
  }

  let id: Int
  let issuer: String
  let algorithm: Algorithm
  /// HS256: the shared secret; ES256: the public key as PEM; EdDSA: the raw public key.
  let key: [UInt8]

  /// The one key that verifies its tokens, with its own algorithm whatever a token's header says.
  func keys() async throws -> JWTKeyCollection {
    let keys = JWTKeyCollection()
    switch algorithm {
    case .hs256:
      await keys.add(hmac: HMACKey(key: SymmetricKey(data: key)), digestAlgorithm: .sha256)
    case .es256:
      await keys.add(ecdsa: try ES256PublicKey(pem: String(decoding: key, as: UTF8.self)))
    case .edDSA:
      await keys.add(eddsa: try EdDSA.PublicKey(x: Data(key).base64EncodedString(), curve: .ed25519))
    }
    return keys
  }
}
