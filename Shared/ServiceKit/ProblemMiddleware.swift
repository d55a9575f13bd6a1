import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOFoundationEssentialsCompat
import NIOHTTP1
import Postgres

/// Turns whatever was thrown into `application/problem+json`, in the caller's language.
///
/// What is not a ``Problem`` is logged once, at `error`, and answered as `unexpected` or `unavailable` without details.
package struct ProblemMiddleware: RouterMiddleware {
  package typealias Context = AppContext

  package init() {}

  package func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as CancellationError {
      throw error
    } catch {
      return try Self.response(Self.problem(error), to: request, in: context.language)
    }
  }

  /// The response that says a problem; to HEAD without its body, which would be read as the connection's next answer.
  package static func response(_ problem: Problem, to request: Request, in language: Language) throws -> Response {
    let body = try JSONCoding.encode(ProblemDocument(problem, in: language))
    var response = Response(
      status: .init(code: problem.code.status), body: ResponseBody(byteBuffer: ByteBuffer(data: body)))
    response.headers[.contentType] = "application/problem+json"
    if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
    if !problem.allow.isEmpty { response.headers[.allow] = problem.allow.joined(separator: ", ") }
    if problem.code.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
    return request.method == .head ? response.withoutBody : response
  }

  private static func problem(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem:
      return problem
    case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
      return Problem(code(for: error.status))
    case is HTTPParserError:
      // A body that is not HTTP any more: chunks that are none, a coding nobody knows.
      return Problem(.malformed)
    case let error as PostgresError where error.isUnavailable || error.isOutcomeUnknown:
      Logger.current.error("database unavailable", metadata: ["reason": "\(error)"])
      return Problem(.unavailable, retryAfter: 2)
    default:
      Logger.current.error("unexpected error", metadata: ["error": "\(String(reflecting: error))"])
      return Problem(.unexpected)
    }
  }

  private static func code(for status: HTTPResponse.Status) -> Problem.Code {
    switch status {
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .contentTooLarge: .tooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .unauthorized: .unauthenticated
    case .rangeNotSatisfiable: .rangeNotSatisfiable
    default: .malformed
    }
  }
}

extension PostgresError {
  /// The work may be done or not: the caller finds out by trying again with the same `Idempotency-Key`.
  fileprivate var isOutcomeUnknown: Bool {
    if case .outcomeUnknown = self { true } else { false }
  }
}
