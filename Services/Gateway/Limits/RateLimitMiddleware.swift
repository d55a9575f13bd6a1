import Domain
import HTTPTypes
import Hummingbird
import ServiceKit

/// Bounds each caller's requests and says in every answer how many are left (`RateLimit-*`).
struct RateLimitMiddleware: RouterMiddleware {
  typealias Context = AppContext

  private let limiter: RateLimiter

  init(_ limiter: RateLimiter) {
    self.limiter = limiter
  }

  func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    guard context.principal != nil, let credential = Credential(request) else {
      return try await next(request, context)
    }
    let standing = limiter.count(credential.token.sha256)
    var response: Response
    if standing.isExceeded {
      let problem = Problem(.rateLimited, retryAfter: standing.reset)
      response = try ProblemMiddleware.response(problem, to: request, in: context.language)
    } else {
      do {
        response = try await next(request, context)
      } catch let problem as Problem {
        response = try ProblemMiddleware.response(problem, to: request, in: context.language)
      }
    }
    response.headers[.rateLimitLimit] = String(standing.limit)
    response.headers[.rateLimitRemaining] = String(standing.remaining)
    response.headers[.rateLimitReset] = String(standing.reset)
    return response
  }
}

extension HTTPField.Name {
  static let rateLimitLimit = Self("RateLimit-Limit")!
  static let rateLimitRemaining = Self("RateLimit-Remaining")!
  static let rateLimitReset = Self("RateLimit-Reset")!
}
