import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import ServiceKit

/// Sign-in with a password, sign-in through a host application, sign-out.
struct SessionController: Sendable {
  let pool: Pool
  let hub: EventHub
  /// Whether the cookie is for HTTPS alone.
  let secureCookie: Bool
  private let throttle = SignInThrottle()
  private let passwords = PasswordQueue()

  init(pool: Pool, hub: EventHub, secureCookie: Bool) {
    self.pool = pool
    self.hub = hub
    self.secureCookie = secureCookie
  }

  var routes: [Route] {
    [
      Route(.post, "/v1/sessions", use: signIn),
      Route(.post, "/v1/sessions/embedded", use: exchange),
      Route(.delete, "/v1/sessions/current", use: signOut),
    ]
  }

  struct SignIn: RequestFields {
    let email: String
    let password: String

    enum CodingKeys: String, CodingKey, CaseIterable {
      case email, password
    }
  }

  struct Exchange: RequestFields {
    let token: String

    enum CodingKeys: String, CodingKey, CaseIterable {
      case token
    }
  }

  struct Session: Encodable, Sendable {
    let token: String
    let expiresAt: Date
    let user: User
  }

  /// An unknown e-mail costs as much as a wrong password, and is answered alike.
  private func signIn(_ request: Request, _ context: AppContext) async throws -> JSON<Session> {
    let fields = try await request.fields(SignIn.self, limit: 8 * 1024)
    let email = fields.email.trimmingCharacters(in: .whitespaces).lowercased()
    guard email.utf8.count <= 254, fields.password.utf8.count <= 1024, !email.contains("\0") else {
      throw Problem(.badCredentials)
    }
    let address = context.channel.remoteAddress?.ipAddress ?? "unknown"
    try throttle.check(address: address, email: email)
    let known = try await pool.actingAsSystem { db in try await UserRepository(db: db).findSignIn(email: email) }
    guard try await passwords.verify(fields.password, against: known?.passwordHash), let known else {
      throttle.recordFailure(address: address, email: email)
      throw Problem(.badCredentials)
    }
    throttle.recordSuccess(address: address, email: email)
    let session = try await begin(for: known.id)
    return JSON(session, status: .created, headers: [.setCookie: cookie(session.token, maximumAge: 12 * 3600)])
  }

  /// Host application's token in, session out; user and account are made or updated on the way.
  private func exchange(_ request: Request, _ context: AppContext) async throws -> JSON<Session> {
    let fields = try await request.fields(Exchange.self, limit: 16 * 1024)
    let embedded = EmbeddedToken(text: fields.token)
    guard let kid = embedded.kid else { throw Problem(.unauthenticated) }
    let integration = try await pool.actingAsSystem { db in try await IntegrationRepository(db: db).find(kid: kid) }
    guard let integration else { throw Problem(.unauthenticated) }
    let claims = try await embedded.verified(by: integration)
    let user = try await pool.actingAsSystem { db in
      let account = try await AccountRepository(db: db).admit(claims, from: integration)
      return try await UserRepository(db: db).admit(claims, to: account)
    }
    return JSON(try await begin(for: user), status: .created)
  }

  private func signOut(_ request: Request, _ context: AppContext) async throws -> Response {
    _ = try context.requirePrincipal()
    guard let credential = Credential(request), credential.token.kind == .session else { throw Problem(.forbidden) }
    try await pool.actingAsSystem { db in try await SessionRepository(db: db).end(credential.token) }
    hub.broadcast.end(credential: credential.token.sha256)
    return Response(status: .noContent, headers: [.setCookie: cookie("", maximumAge: 0)])
  }

  private func begin(for userId: UUID) async throws -> Session {
    let token = Token(.session)
    return try await pool.actingAsSystem { db in
      let expiresAt = try await SessionRepository(db: db).begin(token, for: userId)
      let user = try await UserRepository(db: db).require(userId)
      return Session(token: token.text, expiresAt: expiresAt, user: user)
    }
  }

  private func cookie(_ value: String, maximumAge: Int) -> String {
    "\(Credential.cookieName)=\(value); Path=/; Max-Age=\(maximumAge); HttpOnly; SameSite=Lax"
      + (secureCookie ? "; Secure" : "")
  }
}
