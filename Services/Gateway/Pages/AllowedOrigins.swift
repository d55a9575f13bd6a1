import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// The origins whose pages may embed the menu and call the API (CORS, WHATWG Fetch).
struct AllowedOrigins: Sendable {
  private let origins: Set<String>

  /// - Parameter list: `https://host[:port]`, separated by commas.
  init(_ list: String) throws {
    let origins = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    for origin in origins {
      guard let url = URL(string: origin), ["http", "https"].contains(url.scheme), url.host() != nil,
        url.path().isEmpty, url.query() == nil
      else { throw SettingError("ALLOWED_ORIGINS", "«\(origin)» is not an origin such as https://app.example") }
    }
    self.origins = Set(origins)
  }

  func contains(_ origin: String) -> Bool { origins.contains(origin) }
}

/// Answers preflights and marks answers for allowed origins; for others the browser keeps the answer to itself.
struct AllowedOriginsMiddleware: RouterMiddleware {
  typealias Context = AppContext

  private let allowed: AllowedOrigins

  init(_ allowed: AllowedOrigins) {
    self.allowed = allowed
  }

  func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    guard let origin = request.headers[.origin], allowed.contains(origin) else {
      var response = try await next(request, context)
      response.headers[.vary] = "Origin"
      return response
    }
    var response: Response
    if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
      response = Response(
        status: .noContent,
        headers: [
          .accessControlAllowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE",
          .accessControlAllowHeaders: Self.requestHeaders,
          .accessControlMaxAge: "600",
        ])
    } else {
      response = try await next(request, context)
      response.headers[.accessControlExposeHeaders] = Self.responseHeaders
    }
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.vary] = "Origin"
    return response
  }

  private static let requestHeaders =
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, Range, X-Request-ID"
  private static let responseHeaders =
    "ETag, Location, Content-Disposition, Content-Range, Idempotency-Replayed, Retry-After, X-Request-ID, "
    + "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
}
