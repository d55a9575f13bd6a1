import Domain
import HTTPTypes
import Hummingbird
import Postgres
import ServiceKit

/// Finds out who is calling; without a valid credential the request goes on as nobody's.
struct CredentialMiddleware: RouterMiddleware {
  typealias Context = AppContext

  let pool: Pool
  /// Whose pages may change something with a cookie.
  let publicURL: String

  func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let credential = Credential(request) {
      context.principal = try await pool.actingAsSystem { db in
        try await CredentialRepository(db: db).principal(for: credential.token)
      }
      let isChange = ![.get, .head, .options].contains(request.method)
      if context.principal != nil, credential.isCookie, isChange, !isSameOrigin(request) { throw Problem(.forbidden) }
    }
    return try await next(request, context)
  }

  /// A browser names the page's origin itself, and the host that it thinks it talks to.
  private func isSameOrigin(_ request: Request) -> Bool {
    guard let origin = request.headers[.origin] else { return false }
    let scheme = publicURL.prefix { $0 != ":" }
    return origin == publicURL || origin == "\(scheme)://\(request.head.authority ?? "")"
  }
}
