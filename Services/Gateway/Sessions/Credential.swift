import Hummingbird
import ServiceKit

/// What a caller presents: a bearer token, or the console's cookie.
struct Credential: Sendable {
  let token: Token
  /// A browser sends a cookie by itself, so a change asked for with one needs a same-origin `Origin`.
  let isCookie: Bool

  static let cookieName = "pomoc_session"

  /// A bearer token wins over a cookie; nil when there is none, or none that could be a token.
  init?(_ request: Request) {
    if let bearer = request.bearerToken {
      guard let token = Token(parsing: bearer) else { return nil }
      self.token = token
      isCookie = false
    } else {
      guard let token = request.cookies[Self.cookieName].flatMap({ Token(parsing: $0.value) }) else { return nil }
      self.token = token
      isCookie = true
    }
  }
}
