import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit

/// The one-minute token in which the gateway tells a service who speaks (JWT, HS256); services accept nothing else.
package struct InnerToken: Sendable {
  private let keys: JWTKeyCollection

  /// - Parameter key: the secret shared by all processes, at least 32 bytes.
  package init(key: String) async {
    keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: key), digestAlgorithm: .sha256)
  }

  /// Signs a principal for the next minute.
  package func sign(_ principal: Principal) async throws -> String {
    try await keys.sign(Claims(principal: principal, exp: .init(value: Date().addingTimeInterval(60))))
  }

  /// The principal of a valid token; 401 for anything else.
  package func verify(_ token: String) async throws(Problem) -> Principal {
    do {
      return try await keys.verify(token, as: Claims.self).principal
    } catch {
      throw Problem(.unauthenticated)
    }
  }

  private struct Claims: JWTPayload {
    let principal: Principal
    let exp: ExpirationClaim

    func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
  }
}

/// Admits only requests with an inner token, and puts its principal into the context.
package struct InnerTokenMiddleware: RouterMiddleware {
  package typealias Context = AppContext

  private let token: InnerToken

  package init(_ token: InnerToken) {
    self.token = token
  }

  package func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    guard let bearer = request.bearerToken else { throw Problem(.unauthenticated) }
    var context = context
    context.principal = try await token.verify(bearer)
    return try await next(request, context)
  }
}

extension Request {
  /// The token of an `Authorization: Bearer` header (RFC 6750); nil without one.
  package var bearerToken: String? {
    guard let value = headers[.authorization] else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }
}
