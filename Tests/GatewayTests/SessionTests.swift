import Crypto
import Domain
import Foundation
import JWTKit
import NIOHTTP1
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Gateway

@Suite("Who is calling")
struct SessionTests {
  private struct Session: Decodable {
    let token: String
    let user: User
  }

  private struct Me: Decodable {
    let user: User
  }

  private func signIn(_ suite: TestSuite, _ email: String, _ password: String) async throws -> TestAnswer {
    try await suite.stranger.post("/v1/sessions", json: #"{"email": "\#(email)", "password": "\#(password)"}"#)
  }

  @Test("signing in gives a token and a cookie, and signing out ends both at once")
  func signInAndOut() async throws {
    try await withTestSuite { suite in
      let answer = try await signIn(suite, "Reception@Baltyk.example", Samples.password)
      let session: Session = try answer.value()
      #expect(answer.status == 201)
      #expect(session.user.account == suite.samples.baltyk)
      let cookie = try #require(answer["Set-Cookie"])
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))

      let caller = suite.bearer(session.token)
      #expect(try await caller.get("/v1/me").value(as: Me.self).user == session.user)
      #expect(try await caller.send(.DELETE, "/v1/sessions/current").status == 204)
      #expect(try await caller.get("/v1/me").status == 401)
    }
  }

  @Test("an unknown e-mail and a wrong password are answered alike, and after five failures with a wait")
  func wrongPassword() async throws {
    try await withTestSuite { suite in
      let wrong = try await signIn(suite, "owner@baltyk.example", "not this one")
      let unknown = try await signIn(suite, "nobody@baltyk.example", "not this one")
      #expect((wrong.status, unknown.status) == (401, 401))
      #expect(wrong.problem?.code == "bad_credentials" && wrong.problem == unknown.problem)

      for _ in 2...5 { _ = try await signIn(suite, "owner@baltyk.example", "not this one") }
      let slowed = try await signIn(suite, "owner@baltyk.example", Samples.password)
      #expect((slowed.status, slowed.problem?.code) == (429, "rate_limited"))
      #expect(Int(slowed["Retry-After"] ?? "") ?? 0 >= 1)
      #expect(try await signIn(suite, "reception@baltyk.example", Samples.password).status == 201)
    }
  }

  @Test("a cookie reads from anywhere, but changes something for pages of our own origin alone")
  func cookie() async throws {
    try await withTestSuite { suite in
      var browser = suite.stranger
      browser.headers["Cookie"] = "pomoc_session=\(try await suite.session(of: suite.samples.agent).text)"
      let ticket = #"{"topic": "T", "message": "M", "account_id": "\#(suite.samples.baltyk.id)"}"#

      #expect(try await browser.get("/v1/me").status == 200)
      #expect(try await browser.post("/v1/tickets", json: ticket).status == 403)
      let evil = ["Origin": "https://evil.example"]
      #expect(try await browser.post("/v1/tickets", json: ticket, headers: evil).status == 403)
      let own = ["Origin": suite.stranger.base]
      #expect(try await browser.post("/v1/tickets", json: ticket, headers: own).status == 201)
    }
  }

  @Test("an API key speaks for its person until it is revoked")
  func key() async throws {
    try await withTestSuite { suite in
      let key = try await suite.key(of: suite.samples.owner)
      let caller = suite.bearer(key.text)
      #expect(try await caller.get("/v1/me").value(as: Me.self).user.id == suite.samples.owner.userId)
      #expect(try await caller.send(.DELETE, "/v1/sessions/current").status == 403)

      try await suite.owner.run("UPDATE api_key SET revoked_at = now() WHERE token_hash = \(key.sha256)")
      #expect(try await caller.get("/v1/me").status == 401)
    }
  }

  @Test("an expired session and anything that is no token are nobody's", arguments: ["", "x", "ps_x", "Basic abc"])
  func garbage(token: String) async throws {
    try await withTestSuite { suite in
      #expect(try await suite.bearer(token).get("/v1/me").problem?.code == "unauthenticated")
      let session = try await suite.session(of: suite.samples.owner)
      try await suite.owner.run("UPDATE session SET expires_at = now() - interval '1 second'")
      #expect(try await suite.bearer(session.text).get("/v1/me").status == 401)
    }
  }

  private struct HostClaims: JWTPayload {
    var iss = "planer.example"
    var sub = "night-shift"
    var account = "baltyk"
    var name = "Olga Nocna"
    var email: String?
    var role: String?
    var iat = Int(Date().timeIntervalSince1970)
    var exp = Int(Date().timeIntervalSince1970) + 600

    func verify(using algorithm: some JWTAlgorithm) {}
  }

  private func exchange(_ suite: TestSuite, _ claims: HostClaims, kid: String = "demo") async throws -> TestAnswer {
    let keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: Samples.hostKey), digestAlgorithm: .sha256)
    let token = try await keys.sign(claims, header: ["kid": .string(kid)])
    return try await suite.stranger.post("/v1/sessions/embedded", json: #"{"token": "\#(token)"}"#)
  }

  @Test("a host's person is made on first sight, kept as the host describes them, and never an agent")
  func embedded() async throws {
    try await withTestSuite { suite in
      let first: Session = try await exchange(suite, HostClaims()).value()
      #expect(first.user.account == suite.samples.baltyk)
      #expect((first.user.name, first.user.role) == ("Olga Nocna", .member))

      let second: Session = try await exchange(suite, HostClaims(name: "Olga Dzienna", role: "manager")).value()
      #expect(second.user.id == first.user.id)
      #expect((second.user.name, second.user.role) == ("Olga Dzienna", .manager))

      #expect(try await exchange(suite, HostClaims(role: "agent")).status == 401)
      #expect(try await exchange(suite, HostClaims(), kid: "other").status == 401)
    }
  }

  @Test("a host cannot reach the account of another host, nor change the e-mail that somebody signs in with")
  func strangerHost() async throws {
    try await withTestSuite { suite in
      try await suite.owner.run(
        """
        INSERT INTO integration (kid, issuer, algorithm, key)
        VALUES ('other', 'planer.example', 'HS256', \(Array(Samples.hostKey.utf8)))
        """)
      let stranger: Session = try await exchange(suite, HostClaims(sub: "reception"), kid: "other").value()
      #expect(stranger.user.account != suite.samples.baltyk)
      #expect(stranger.user.id != suite.samples.reception.userId)

      let claims = HostClaims(sub: "reception", name: "Katarzyna", email: "other@baltyk.example")
      let known: Session = try await exchange(suite, claims).value()
      #expect(known.user.id == suite.samples.reception.userId)
      #expect(known.user.email == "reception@baltyk.example")
    }
  }
}
