import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Gives each request one id in all processes, a language, and one line in the log that says how it ended.
package struct RequestIDMiddleware: RouterMiddleware {
  package typealias Context = AppContext

  package init() {}

  package func handle(
    _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.requestId = request.headers[.requestId].flatMap(Self.accepted) ?? UUID.v7().text
    context.language = Language(acceptLanguage: request.headers[.acceptLanguage])
    // Hummingbird's own id counts per process and would only be taken for ours.
    context.logger[metadataKey: "hb.request.id"] = nil
    context.logger[metadataKey: "request_id"] = .string(context.requestId)
    return try await withLogger(context.logger) { logger in
      let start = ContinuousClock.now
      var response = try await next(request, context)
      response.headers[.requestId] = context.requestId
      let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
      logger.log(
        level: context.endpointPath?.hasPrefix("/health") == true ? .debug : .info, "request",
        metadata: [
          "method": "\(request.method)", "route": "\(context.endpointPath ?? "none")",
          "status": "\(response.status.code)", "ms": "\(Int(milliseconds.rounded()))",
        ])
      return response
    }
  }

  /// A caller's id is kept if it is short and printable; anything else is replaced.
  private static func accepted(_ id: String) -> String? {
    (1...128).contains(id.utf8.count) && id.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? id : nil
  }
}

extension HTTPField.Name {
  package static let requestId = Self("X-Request-ID")!
  package static let idempotencyKey = Self("Idempotency-Key")!
  package static let idempotencyReplayed = Self("Idempotency-Replayed")!
}
