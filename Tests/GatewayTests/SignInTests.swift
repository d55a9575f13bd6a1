import Domain
import Foundation
import NIOHTTP1
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Signing in with a password")
struct SignInTests {
  private struct Session: Decodable {
    let token: String
    let expiresAt: Date
    let user: User
  }

  @Test("gives a token, of which only the hash is kept, and a cookie that scripts cannot read")
  func success() async throws {
    try await withTestSuite { suite in
      let answer = try await signIn(suite, " Reception@Baltyk.example ")
      let session: Session = try answer.value()
      let token = try #require(Token(parsing: session.token))
      #expect(answer.status == 201)
      #expect(session.user.email == "reception@baltyk.example")
      #expect((session.user.role, session.user.account?.name) == (.member, "Hotel Bałtyk"))
      #expect(
        answer["Set-Cookie"] == "pomoc_session=\(token.text); Path=/; Max-Age=43200; HttpOnly; SameSite=Lax")
      #expect(answer["Cache-Control"] == "no-store")
      let kept: [[UInt8]] = try await suite.owner.all("SELECT token_hash FROM session")
      #expect(kept == [token.sha256])
      #expect(try await suite.bearer(token.text).get("/v1/me").status == 200)
    }
  }

  @Test("over HTTPS marks the cookie and asks browsers to stay with HTTPS")
  func secure() async throws {
    try await withTestSuite(["PUBLIC_URL": "https://help.example"]) { suite in
      let answer = try await signIn(suite, "agent@pomoc.example")
      #expect(answer["Set-Cookie"]?.hasSuffix("; HttpOnly; SameSite=Lax; Secure") == true)
      #expect(answer["Strict-Transport-Security"]?.hasPrefix("max-age=") == true)
    }
  }

  @Test("fails alike for a wrong password, an unknown e-mail and a person without a password")
  func failures() async throws {
    try await withTestSuite { suite in
      try await suite.owner.run(
        """
        INSERT INTO app_user (id, account_id, external_id, name, email, role)
        VALUES (\(UUID.v7()), \(suite.samples.baltyk.id), 'x', 'Bez Hasła', 'none@baltyk.example', 'member')
        """)
      let attempts = [
        ("reception@baltyk.example", "pomoc-Demo"), ("nobody@baltyk.example", Samples.password),
        ("none@baltyk.example", Samples.password), ("none@baltyk.example", ""), ("", ""),
        ("reception@baltyk.example\0", Samples.password), (String(repeating: "a", count: 300), Samples.password),
        ("reception@baltyk.example", String(repeating: "p", count: 2_000)), ("' OR true --", "x"),
      ]
      var bodies: Set<String> = []
      for (email, password) in attempts {
        let answer = try await signIn(suite, email, password)
        let problem = try #require(answer.problem)
        #expect((answer.status, problem.code) == (401, "bad_credentials"))
        #expect(answer["Set-Cookie"] == nil)
        bodies.insert("\(problem.title) \(problem.detail) \(problem.type) \(answer.body.count)")
      }
      #expect(bodies.count == 1)
    }
  }

  @Test("has to wait after some failures, whether the e-mail is known or not, and even with the right password")
  func throttled() async throws {
    try await withTestSuite { suite in
      for email in ["reception@baltyk.example", "nobody@baltyk.example"] {
        for _ in 0..<5 { #expect(try await signIn(suite, email, "wrong").status == 401) }
        // Eight failures wait for eight seconds: long enough for the next lines.
        for _ in 0..<3 { try await suite.failOnce(email) }
        for password in ["wrong", Samples.password] {
          let answer = try await signIn(suite, email, password)
          #expect((answer.status, answer.problem?.code) == (429, "rate_limited"))
          #expect((1...60).contains(answer["Retry-After"].flatMap(Int.init) ?? 0))
        }
      }
      #expect(try await signIn(suite, "agent@pomoc.example").status == 201)
    }
  }

  @Test("takes nothing but a JSON object of two texts")
  func malformed() async throws {
    try await withTestSuite { suite in
      let cases = [
        ("{}", 422), ("[]", 400), ("", 400), (#"{"email": "a", "password": 1}"#, 422),
        (#"{"email": "a", "password": "b", "role": "admin"}"#, 422), (#"{"email": null, "password": "b"}"#, 422),
        ("{\"email\": \"\(String(repeating: "a", count: 9_000))\", \"password\": \"b\"}", 413),
      ]
      for (json, status) in cases {
        #expect(try await suite.stranger.post("/v1/sessions", json: json).status == status, "\(json.prefix(60))")
      }
      let form = try await suite.stranger.send(
        .POST, "/v1/sessions", json: "email=a&password=b",
        headers: ["Content-Type": "application/x-www-form-urlencoded"])
      #expect(form.status == 415)
    }
  }

  private func signIn(
    _ suite: TestSuite, _ email: String, _ password: String = Samples.password
  ) async throws -> TestAnswer {
    let json = try JSONEncoder().encode(["email": email, "password": password])
    return try await suite.stranger.post("/v1/sessions", json: String(decoding: json, as: UTF8.self))
  }
}

extension TestSuite {
  /// One failure more, when the throttle lets it through.
  fileprivate func failOnce(_ email: String) async throws {
    try await waitUntil("the throttle lets \(email) try") {
      let answer = try await stranger.post("/v1/sessions", json: #"{"email": "\#(email)", "password": "wrong"}"#)
      return answer.status == 401
    }
  }
}
