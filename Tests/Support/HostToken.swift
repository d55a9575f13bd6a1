import Crypto
import Domain
import Foundation

/// A token as a host application signs it (JWT, RFC 7519), right or wrong, put together by hand.
package struct HostToken {
  private let header: [String: Any]
  private let claims: [String: Any]

  /// - Parameters:
  ///   - changes: claims that differ from a good token of ten minutes; nil takes one away
  ///   - header: what differs from the header of an HS256 token of the integration `demo`; nil takes a member away
  package init(_ changes: [String: Any?] = [:], header: [String: Any?] = [:]) {
    let now = Int(Date().timeIntervalSince1970)
    let claims: [String: Any?] = [
      "iss": "planer.example", "sub": "guest-1", "account": "zakopane", "account_name": "Hotel Zakopane",
      "name": "Jan Kowalski", "iat": now, "exp": now + 600,
    ]
    self.claims = claims.merging(changes) { _, new in new }.compactMapValues { $0 }
    self.header = ["alg": "HS256", "typ": "JWT", "kid": "demo"].merging(header) { _, new in new }.compactMapValues {
      $0
    }
  }

  package func signed(hs256 secret: String) throws -> String {
    try signed { Data(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: Data(secret.utf8)))) }
  }

  package func signed(es256 key: P256.Signing.PrivateKey) throws -> String {
    try signed { try key.signature(for: $0).rawRepresentation }
  }

  package func signed(edDSA key: Curve25519.Signing.PrivateKey) throws -> String {
    try signed { try key.signature(for: $0) }
  }

  package func signed(_ sign: (Data) throws -> Data) throws -> String {
    let parts = try [header, claims].map { try JSONSerialization.data(withJSONObject: $0).base64URLEncodedString() }
    let text = parts.joined(separator: ".")
    return "\(text).\(try sign(Data(text.utf8)).base64URLEncodedString())"
  }
}
