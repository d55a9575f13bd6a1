import HTTPTypes
import Hummingbird
import ServiceKit

/// What a browser may do with our answers: as little as they need. A header that an answer brings itself stays.
struct SecurityHeadersMiddleware: RouterMiddleware {
  typealias Context = AppContext

  /// Whether people reach us over HTTPS alone.
  let secure: Bool

  func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    let isAPI = request.uri.path.hasPrefix("/v1/")
    let defaults: [(HTTPField.Name, String)] = [
      (.contentSecurityPolicy, isAPI ? "default-src 'none'; frame-ancestors 'none'" : Self.pagePolicy),
      (.xContentTypeOptions, "nosniff"),
      (.referrerPolicy, "same-origin"),
      (.cacheControl, "no-store"),
      (.crossOriginOpenerPolicy, "same-origin"),
      // Host pages of other origins load the menu's scripts and styles.
      (.crossOriginResourcePolicy, isAPI ? "same-site" : "cross-origin"),
    ]
    for (name, value) in defaults where response.headers[name] == nil { response.headers[name] = value }
    if secure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    return response
  }

  private static let pagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

extension HTTPField.Name {
  static let referrerPolicy = Self("Referrer-Policy")!
  static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!
}
