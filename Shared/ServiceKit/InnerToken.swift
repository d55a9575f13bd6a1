import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit

/// The one-minute token in which a process tells another who speaks (JWT, HS256); services accept nothing else.
package struct InnerToken: Sendable {
  /// Who speaks: somebody whose request it is, or a process of the suite by itself.
  package enum Speaker: Sendable, Equatable {
    case principal(Principal)
    case process(String)
  }

  private let keys: JWTKeyCollection

  /// - Parameter key: the secret shared by all processes, at least 32 bytes.
  package init(key: String) async {
    keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: key), digestAlgorithm: .sha256)
  }

  /// Signs for the next minute.
  package func sign(_ speaker: Speaker) async throws -> String {
    let exp = ExpirationClaim(value: Date().addingTimeInterval(60))
    return switch speaker {
    case .principal(let principal): try await keys.sign(Claims(principal: principal, process: nil, exp: exp))
    case .process(let name): try await keys.sign(Claims(principal: nil, process: name, exp: exp))
    }
  }

  /// Who speaks in a valid token; 401 for anything else.
  package func verify(_ token: String) async throws(Problem) -> Speaker {
    do {
      let claims = try await keys.verify(token, as: Claims.self)
      if let principal = claims.principal, claims.process == nil { return .principal(principal) }
      if let process = claims.process, claims.principal == nil { return .process(process) }
    } catch {}
    throw Problem(.unauthenticated)
  }

  private struct Claims: JWTPayload {
    let principal: Principal?
    let process: String?
    let exp: ExpirationClaim

    func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
  }
}

/// Admits only requests with an inner token, and puts who speaks into the context.
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
    switch try await token.verify(bearer) {
    case .principal(let principal): context.principal = principal
    case .process(let name): context.process = name
    }
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
