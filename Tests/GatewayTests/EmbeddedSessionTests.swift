import Crypto
import Domain
import Foundation
import NIOHTTP1
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("A session for a host application's user")
struct EmbeddedSessionTests {
  private struct Session: Decodable {
    let token: String
    let user: User
  }

  @Test("makes account and user on first sight, and keeps both as the host describes them")
  func firstSight() async throws {
    try await withTestSuite { suite in
      let first = try await exchange(suite, ["email": "Jan@Zakopane.example", "locale": "uk-UA"])
      let user = first.user
      #expect((user.name, user.role, user.locale, user.email) == ("Jan Kowalski", .member, .uk, "jan@zakopane.example"))
      #expect(user.account?.name == "Hotel Zakopane")

      let second = try await exchange(
        suite, ["name": "Jan Nowak", "role": "manager", "account_name": "Hotel Zakopane ***"])
      #expect((second.user.id, second.user.account?.id) == (user.id, user.account?.id))
      #expect((second.user.name, second.user.role, second.user.locale) == ("Jan Nowak", .manager, .uk))
      #expect((second.user.email, second.user.account?.name) == ("jan@zakopane.example", "Hotel Zakopane ***"))
      let third = try await exchange(suite, ["account_name": nil, "role": "member"])
      #expect((third.user.role, third.user.account?.name) == (.member, "Hotel Zakopane ***"))
      #expect(try await suite.bearer(first.token).get("/v1/me").status == 200)
    }
  }

  @Test("is made once, however many tokens of one person arrive at the same time")
  func parallel() async throws {
    try await withTestSuite { suite in
      let token = try HostToken().signed(hs256: Samples.hostKey)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<10 { group.addTask { try await send(token, to: suite).status } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: 201, count: 10))
      #expect(try await suite.owner.first("SELECT count(*) FROM app_user WHERE external_id = 'guest-1'") == 1)
      #expect(try await suite.owner.first("SELECT count(*) FROM account WHERE external_id = 'zakopane'") == 1)
    }
  }

  @Test("belongs to the account of its own integration, even if two hosts use the same ids")
  func twoHosts() async throws {
    try await withTestSuite { suite in
      let key = P256.Signing.PrivateKey()
      try await suite.owner.run(
        """
        INSERT INTO integration (kid, issuer, algorithm, key)
        VALUES ('other', 'other.example', 'ES256', \(Array(key.publicKey.pemRepresentation.utf8)))
        """)
      let reception = try await suite.caller(suite.samples.reception)
      #expect(try await reception.post("/v1/tickets", json: #"{"topic": "a", "message": "b"}"#).status == 201)

      let claims = ["iss": "other.example", "sub": "reception", "account": "baltyk", "role": "manager"]
      let token = try HostToken(claims, header: ["kid": "other", "alg": "ES256"]).signed(es256: key)
      let session: Session = try await send(token, to: suite).value()
      #expect(session.user.id != suite.samples.reception.userId)
      #expect(session.user.account?.id != suite.samples.baltyk.id)
      let tickets: Page<Ticket> = try await suite.bearer(session.token).get("/v1/tickets").value()
      #expect(tickets.items.isEmpty)

      let borrowed = HostToken(["iss": "planer.example"], header: ["kid": "other", "alg": "ES256"])
      #expect(try await send(borrowed.signed(es256: key), to: suite).status == 401)
      let confused = HostToken(["account": "baltyk"], header: ["kid": "demo", "alg": "ES256"])
      #expect(try await send(confused.signed(es256: key), to: suite).status == 401)
    }
  }

  @Test("never makes or becomes an agent, whatever the token says")
  func noAgents() async throws {
    try await withTestSuite { suite in
      for role in ["agent", "admin", "system", ""] {
        #expect(try await send(HostToken(["role": role]).signed(hs256: Samples.hostKey), to: suite).status == 401)
      }
      let impostors: [[String: Any?]] = [
        ["email": "agent@pomoc.example"], ["sub": suite.samples.agent.userId.text],
        ["sub": suite.samples.agent.userId.text, "account": "", "role": "member"],
        ["account": suite.samples.baltyk.id.text, "sub": suite.samples.owner.userId.text],
        ["is_support": true, "account_id": nil, "user_id": suite.samples.admin.userId.text],
      ]
      for claims in impostors {
        let answer = try await send(HostToken(claims).signed(hs256: Samples.hostKey), to: suite)
        guard answer.status == 201 else { continue }
        let session: Session = try answer.value()
        #expect(session.user.role == .member)
        #expect(!suite.samples.all.map(\.userId).contains(session.user.id))
        #expect(try await suite.bearer(session.token).send(.PATCH, "/v1/tickets/1", json: "{}").status == 403)
      }
      let agents: Int? = try await suite.owner.first("SELECT count(*) FROM app_user WHERE account_id IS NULL")
      #expect(agents == 3)
      #expect(try await signIn(suite, "agent@pomoc.example").user.role == .agent)
    }
  }

  @Test("changes neither e-mail nor password of a person who signs in with them")
  func passwordPerson() async throws {
    try await withTestSuite { suite in
      let session = try await exchange(
        suite, ["account": "baltyk", "sub": "reception", "email": "evil@evil.example", "name": "Kasia"])
      #expect((session.user.id, session.user.name) == (suite.samples.reception.userId, "Kasia"))
      #expect(session.user.email == "reception@baltyk.example")
      #expect(try await signIn(suite, "reception@baltyk.example").user.id == suite.samples.reception.userId)
    }
  }

  @Test("is refused with 401 for everything that nobody vouches for")
  func refused() async throws {
    try await withTestSuite { suite in
      let tokens = [
        "", "a.b.c", try HostToken().signed(hs256: "another host application's key, as long"),
        try HostToken(header: ["kid": "nobody"]).signed(hs256: Samples.hostKey),
        try HostToken(header: ["kid": nil]).signed(hs256: Samples.hostKey),
        try HostToken(header: ["kid": "de\0mo"]).signed(hs256: Samples.hostKey),
        try HostToken(header: ["kid": "' OR true --"]).signed(hs256: Samples.hostKey),
        try HostToken(header: ["alg": "none"]).signed { _ in Data() },
        try HostToken(["iss": "evil.example"]).signed(hs256: Samples.hostKey),
        try HostToken(["email": "a\0b@c"]).signed(hs256: Samples.hostKey),
      ]
      for token in tokens {
        let answer = try await send(token, to: suite)
        #expect((answer.status, answer.problem?.code) == (401, "unauthenticated"), "\(token.prefix(80))")
      }
      #expect(try await suite.stranger.post("/v1/sessions/embedded", json: "{}").status == 422)
      let long = try await send(String(repeating: "e", count: 20_000), to: suite)
      #expect(long.status == 413)
      #expect(try await suite.owner.first("SELECT count(*) FROM account WHERE external_id = 'zakopane'") == 0)
    }
  }

  @Test("is given although the host's e-mail for the person is none", arguments: ["", "a", "żż", "ab", " "])
  func oddEmail(_ email: String) async throws {
    try await withTestSuite { suite in
      let session = try await exchange(suite, ["email": email])
      #expect(session.user.name == "Jan Kowalski")
    }
  }

  @Test("is what the demo host page gets for its employees, and for nobody else")
  func demoHost() async throws {
    struct Demo: Decodable { let token: String }
    try await withTestSuite { suite in
      let demo: Demo = try await suite.stranger.get("/demo/token?as=owner@tatry.example").value()
      let session: Session = try await send(demo.token, to: suite).value()
      #expect((session.user.id, session.user.role) == (suite.samples.tatryOwner.userId, .manager))
      for person in ["agent@pomoc.example", "", "x"] {
        #expect(try await suite.stranger.get("/demo/token?as=\(person)").status == 422)
      }
    }
  }

  @Test("has no demo host without its key")
  func noDemo() async throws {
    try await withTestSuite(["DEMO_HOST_KEY": ""]) { suite async throws in
      for path in ["/", "/demo/token?as=owner@tatry.example", "/demo/index.html", "/demo/host.js"] {
        #expect(try await suite.stranger.get(path).status == 404, "\(path)")
      }
    }
  }

  private func exchange(_ suite: TestSuite, _ claims: [String: Any?]) async throws -> Session {
    let answer = try await send(HostToken(claims).signed(hs256: Samples.hostKey), to: suite)
    #expect(answer.status == 201, "\(answer.text)")
    return try answer.value()
  }

  private func signIn(_ suite: TestSuite, _ email: String) async throws -> Session {
    try await suite.stranger.post(
      "/v1/sessions", json: #"{"email": "\#(email)", "password": "\#(Samples.password)"}"#
    ).value()
  }
}

private func send(_ token: String, to suite: TestSuite) async throws -> TestAnswer {
  let json = try JSONEncoder().encode(["token": token])
  return try await suite.stranger.post("/v1/sessions/embedded", json: String(decoding: json, as: UTF8.self))
}
