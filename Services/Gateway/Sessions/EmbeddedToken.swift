import Domain
import Foundation
import JWTKit

/// The signed token by which a host application vouches for its user (JWT, RFC 7519).
struct EmbeddedToken: Sendable {
  let text: String

  /// The key that the token says it is signed with; nil when the text is no token.
  var kid: String? {
    try? DefaultJWTParser().parse(Data(text.utf8), as: Claims.self).header.kid
  }

  /// What the host says about its user.
  struct Claims: JWTPayload {
    let iss: String
    let sub: String
    let account: String
    /// The account's name; the account's id stands in for it.
    let accountName: String?
    let name: String
    let email: String?
    let locale: String?
    let role: String?
    let iat: Int
    let exp: Int

    enum CodingKeys: String, CodingKey {
      case iss, sub, account, name, email, locale, role, iat, exp
      case accountName = "account_name"
    }

    /// A token lives an hour at the most; clocks may differ by a minute.
    func verify(using algorithm: some JWTAlgorithm) throws {
      let now = Int(Date().timeIntervalSince1970)
      let (lifetime, overflow) = exp.subtractingReportingOverflow(iat)
      let names = [sub, account, name] + [accountName].compactMap { $0 }
      guard !overflow, exp > now, iat <= now + 60, (1...3600).contains(lifetime),
        names.allSatisfy({ (1...200).contains($0.unicodeScalars.count) && !$0.unicodeScalars.contains("\0") }),
        (email?.utf8.count ?? 3) <= 254, email?.unicodeScalars.contains("\0") != true,
        role == nil || ["member", "manager"].contains(role)
      else { throw JWTError.generic(identifier: "claims", reason: "not acceptable") }
    }
  }

  /// The claims of a token that the integration really signed; 401 for any other.
  func verified(by integration: Integration) async throws(Problem) -> Claims {
    do {
      let claims = try await integration.keys().verify(text, as: Claims.self)
      guard claims.iss == integration.issuer else { throw Problem(.unauthenticated) }
      return claims
    } catch {
      throw Problem(.unauthenticated)
    }
  }
}
