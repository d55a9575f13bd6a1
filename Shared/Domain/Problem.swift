/// What went wrong, said to a caller: the one error that crosses layers and processes (RFC 9457).
package struct Problem: Error, Sendable, Equatable {
  package let code: Code
  /// For a 422: what is wrong with which field.
  package let fields: [String: Reason]
  /// Seconds after which trying again makes sense (429 and 503).
  package let retryAfter: Int?
  /// The methods that the resource has (405).
  package let allow: [String]

  package init(_ code: Code, fields: [String: Reason] = [:], retryAfter: Int? = nil, allow: [String] = []) {
    self.code = code
    self.fields = fields
    self.retryAfter = retryAfter
    self.allow = allow
  }

  /// The problem that another process said; nil for a code this one does not know.
  package init?(_ document: ProblemDocument, retryAfter: Int? = nil) {
    guard let code = Code(rawValue: document.code) else { return nil }
    self.init(code, fields: (document.fields ?? [:]).mapValues(Reason.said), retryAfter: retryAfter)
  }

  /// A 422 about one field.
  package static func invalid(_ field: String, _ reason: Reason) -> Problem {
    Problem(.invalid, fields: [field: reason])
  }

  /// The stable, machine-readable name of a problem.
  package enum Code: String, Codable, Sendable, CaseIterable {
    case malformed
    case unauthenticated
    case badCredentials = "bad_credentials"
    case forbidden
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case ticketClosed = "ticket_closed"
    case idempotencyKeyReused = "idempotency_key_reused"
    case stale
    case tooLarge = "too_large"
    case attachmentTooLarge = "attachment_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case rangeNotSatisfiable = "range_not_satisfiable"
    case invalid
    case invalidCursor = "invalid_cursor"
    case tooManyAttachments = "too_many_attachments"
    case attachmentType = "attachment_type"
    case attachmentEmpty = "attachment_empty"
    case rateLimited = "rate_limited"
    case unexpected
    case unavailable

    /// The HTTP status (RFC 9110, 15).
    package var status: Int {
      switch self {
      case .malformed: 400
      case .unauthenticated, .badCredentials: 401
      case .forbidden: 403
      case .notFound: 404
      case .methodNotAllowed: 405
      case .ticketClosed, .idempotencyKeyReused: 409
      case .stale: 412
      case .tooLarge, .attachmentTooLarge: 413
      case .unsupportedMediaType: 415
      case .rangeNotSatisfiable: 416
      case .invalid, .invalidCursor, .tooManyAttachments, .attachmentType, .attachmentEmpty: 422
      case .rateLimited: 429
      case .unexpected: 500
      case .unavailable: 503
      }
    }
  }

  /// Why a field was refused.
  package enum Reason: Sendable, Equatable {
    case required
    case unknown
    case tooLong(maximum: Int)
    case wrongType(expected: String)
    case oneOf([String])
    case outOfRange(ClosedRange<Int>)
    case notADay
    case notATime
    /// A reminder that is not one minute to ninety days ahead.
    case notAReminder
    case notAnId
    case notFound
    case controlCharacters
    case repeated
    case notAllowed
    /// In words already: said by another process.
    case said(String)
  }
}

/// A problem as it stands in a response body, `application/problem+json`.
package struct ProblemDocument: Codable, Sendable, Equatable {
  package let type: String
  package let title: String
  package let status: Int
  package let detail: String
  package let code: String
  package let fields: [String: String]?

  /// The document of a problem, for people in their language.
  package init(_ problem: Problem, in language: Language) {
    type = "urn:pomoc:problem:\(problem.code.rawValue)"
    title = problem.code.rawValue.replacing("_", with: " ")
    status = problem.code.status
    detail = problem.code.text(in: language)
    code = problem.code.rawValue
    fields = problem.fields.isEmpty ? nil : problem.fields.mapValues { $0.text(in: language) }
  }
}
