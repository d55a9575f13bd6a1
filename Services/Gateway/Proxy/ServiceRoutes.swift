import HTTPTypes

/// The inner services behind the gateway.
enum InnerService: Hashable, Sendable {
  case tickets, notifications
}

/// Who may use a route at all; what they see there is the service's and the database's decision.
enum Audience: Sendable {
  /// Anybody with a valid credential.
  case signedIn
  /// People of accounts.
  case users
  /// People of support.
  case support
}

/// What a request may carry.
enum RequestForm: Sendable {
  case none
  /// JSON, passed on as it is.
  case json
  /// JSON or `multipart/form-data` with the named text fields and at most one file: the single-file rule.
  case withAttachment(fields: Set<String>)
  /// Raw bytes of a file.
  case file
}

/// One public route of an inner service; its inner path is the same without `/v1`.
struct ServiceRoute: Sendable {
  let method: HTTPRequest.Method
  let path: String
  let service: InnerService
  let audience: Audience
  let form: RequestForm
}

/// Every public route that a service answers, with who may use it. Reading this table is auditing access.
enum ServiceRoutes {
  static let table: [ServiceRoute] = [
    route(.post, "/v1/tickets", .tickets, .signedIn, .withAttachment(fields: ticketFields)),
    route(.get, "/v1/tickets", .tickets, .signedIn),
    route(.get, "/v1/tickets/:number", .tickets, .signedIn),
    route(.patch, "/v1/tickets/:number", .tickets, .support, .json),
    route(.post, "/v1/tickets/:number/messages", .tickets, .signedIn, .withAttachment(fields: messageFields)),
    route(.put, "/v1/tickets/:number/closure", .tickets, .signedIn),
    route(.delete, "/v1/tickets/:number/closure", .tickets, .signedIn),
    route(.post, "/v1/attachments", .tickets, .signedIn, .file),
    route(.get, "/v1/attachments/:id", .tickets, .signedIn),

    route(.post, "/v1/notifications", .notifications, .support, .json),
    route(.get, "/v1/notifications", .notifications, .users),
    route(.get, "/v1/notifications/reminders", .notifications, .users),
    route(.get, "/v1/notifications/:number", .notifications, .users),
    route(.put, "/v1/notifications/:number/reading", .notifications, .users),
    route(.put, "/v1/notifications/:number/reminder", .notifications, .users, .json),
    route(.put, "/v1/notifications/:number/deletion", .notifications, .users),
    route(.delete, "/v1/notifications/:number/deletion", .notifications, .users),
    route(.get, "/v1/notifications/:number/receipts", .notifications, .support),
    // The answer is a ticket, and so the tickets service's to open.
    route(.post, "/v1/notifications/:number/ticket", .tickets, .users, .withAttachment(fields: answerFields)),
  ]

  private static let ticketFields: Set<String> = ["topic", "message", "importance", "attachment_id", "account_id"]
  private static let answerFields: Set<String> = ["message", "attachment_id"]
  private static let messageFields: Set<String> = ["text", "attachment_id", "internal"]

  private static func route(
    _ method: HTTPRequest.Method, _ path: String, _ service: InnerService, _ audience: Audience,
    _ form: RequestForm = .none
  ) -> ServiceRoute {
    ServiceRoute(method: method, path: path, service: service, audience: audience, form: form)
  }
}
