import Domain
import Foundation
import NIOHTTP1
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("A session or a key")
struct SessionTests {
  @Test("says who its person is")
  func me() async throws {
    struct Me: Decodable { let user: User }
    try await withTestSuite { suite in
      for person in [suite.samples.reception, suite.samples.owner, suite.samples.agent] {
        let me: Me = try await suite.caller(person).get("/v1/me").value()
        #expect((me.user.id, me.user.name, me.user.role) == (person.userId, person.name, person.role))
        #expect(me.user.account?.id == person.accountId)
      }
      let agent = try await suite.caller(suite.samples.agent).get("/v1/me")
      #expect(agent.text.contains(#""account":null"#))
      #expect(try await suite.caller(suite.samples.agent).send(.HEAD, "/v1/me").body.isEmpty)
    }
  }

  @Test("is nobody's when it is missing, unknown, expired or malformed")
  func unauthenticated() async throws {
    try await withTestSuite { suite in
      let expired = try await suite.session(of: suite.samples.reception)
      try await suite.owner.run("UPDATE session SET expires_at = now() - interval '1 second'")
      let revoked = try await suite.key(of: suite.samples.reception)
      #expect(try await suite.bearer(revoked.text).get("/v1/me").status == 200)
      try await suite.owner.run("UPDATE api_key SET revoked_at = now()")
      let strangers =
        [suite.stranger]
        + [expired, revoked, Token(.session), Token(.key)].map { suite.bearer($0.text) }
        + ["x", Samples.innerKey, String(repeating: "p", count: 5_000)].map { suite.bearer($0) }
      for stranger in strangers {
        for path in ["/v1/me", "/v1/tickets", "/v1/history", "/v1/attachments/\(UUID().text)"] {
          let answer = try await stranger.get(path)
          #expect((answer.status, answer.problem?.code) == (401, "unauthenticated"))
          #expect(answer["WWW-Authenticate"] == "Bearer")
        }
      }
    }
  }

  @Test("of an inner kind is worth nothing at the public door")
  func innerToken() async throws {
    try await withTestSuite { suite in
      let token = try await InnerToken(key: Samples.innerKey).sign(.principal(suite.samples.admin))
      #expect(try await suite.bearer(token).get("/v1/me").status == 401)
    }
  }

  @Test("ends at once when its person signs out, and no other does")
  func signOut() async throws {
    try await withTestSuite { suite in
      let (first, second) = (
        try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.reception)
      )
      let answer = try await first.send(.DELETE, "/v1/sessions/current")
      #expect(answer.status == 204)
      #expect(answer["Set-Cookie"]?.hasPrefix("pomoc_session=; Path=/; Max-Age=0; ") == true)
      #expect(try await first.get("/v1/me").status == 401)
      #expect(try await first.send(.DELETE, "/v1/sessions/current").status == 401)
      #expect(try await second.get("/v1/me").status == 200)
      let key = suite.bearer(try await suite.key(of: suite.samples.reception).text)
      #expect(try await key.send(.DELETE, "/v1/sessions/current").status == 403)
      #expect(try await key.get("/v1/me").status == 200)
    }
  }

  @Test("in a cookie changes something only for a page of our own")
  func cookies() async throws {
    try await withTestSuite { suite in
      let token = try await suite.session(of: suite.samples.reception).text
      let json = #"{"topic": "a", "message": "b"}"#
      var browser = suite.stranger
      browser.headers["Cookie"] = "other=1; pomoc_session=\(token)"
      #expect(try await browser.get("/v1/me").status == 200)
      #expect(try await browser.get("/v1/me", headers: ["Origin": "https://evil.example"]).status == 200)

      let own = suite.stranger.base
      let foreign = [
        "https://evil.example", "null", "", "\(own)/", "\(own).evil.example",
        own.replacing("127.0.0.1", with: "localhost"),
        own.replacing("http:", with: "https:"), "\(own), https://evil.example",
      ]
      for origin in foreign {
        let answer = try await browser.post("/v1/tickets", json: json, headers: ["Origin": origin])
        #expect((answer.status, answer.problem?.code) == (403, "forbidden"), "\(origin)")
      }
      for path in ["/v1/tickets", "/v1/attachments?name=a.png", "/v1/tickets/100001/messages"] {
        #expect(try await browser.post(path, json: json).status == 403, "\(path)")
      }
      #expect(try await browser.send(.PUT, "/v1/tickets/100001/closure").status == 403)
      #expect(try await browser.send(.DELETE, "/v1/sessions/current").status == 403)
      #expect(try await suite.stored().tickets == 0)

      #expect(try await browser.post("/v1/tickets", json: json, headers: ["Origin": own]).status == 201)
      #expect(try await browser.send(.DELETE, "/v1/sessions/current", headers: ["Origin": own]).status == 204)
      #expect(try await browser.get("/v1/me").status == 401)
    }
  }

  @Test("of an API key acts as its person, in its person's account and role")
  func keys() async throws {
    try await withTestSuite { suite in
      let member = suite.bearer(try await suite.key(of: suite.samples.reception).text)
      let agent = suite.bearer(try await suite.key(of: suite.samples.agent).text)
      let ticket: Ticket = try await member.post("/v1/tickets", json: #"{"topic": "a", "message": "b"}"#).value()
      #expect((ticket.author.id, ticket.account.id) == (suite.samples.reception.userId, suite.samples.baltyk.id))
      let path = "/v1/tickets/\(ticket.number)"
      #expect(try await member.send(.PATCH, path, json: #"{"status": "waiting"}"#).status == 403)
      #expect(try await agent.send(.PATCH, path, json: #"{"status": "waiting"}"#).status == 200)
      #expect(try await agent.get("/v1/history").status == 403)
    }
  }
}
