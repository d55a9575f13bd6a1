import Domain
import Foundation
import NIOHTTP1
import ServiceKit
import TestSupport
import Testing

@Suite("Every answer")
struct AnswerTests {
  @Test("to an unknown path is a 404 problem, and to a wrong method 405 with what is allowed")
  func paths() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      for path in ["/v1", "/v1/", "/v1/nothing", "/v2/tickets", "/nothing", "/v1/tickets/1/2/3", "/favicon.ico"] {
        for one in [caller, suite.stranger] {
          let answer = try await one.get(path)
          #expect((answer.status, answer.problem?.code) == (404, "not_found"), "\(path)")
        }
      }
      let cases = [
        ("/v1/tickets", "GET, HEAD, POST"), ("/v1/tickets/1", "GET, HEAD, PATCH"),
        ("/v1/tickets/1/messages", "POST"), ("/v1/tickets/1/closure", "PUT, DELETE"), ("/v1/topics", "GET, HEAD"),
        ("/v1/attachments", "POST"), ("/v1/attachments/1", "GET, HEAD"), ("/v1/history", "GET, HEAD"),
        ("/v1/sessions", "POST"), ("/v1/sessions/embedded", "POST"), ("/v1/sessions/current", "DELETE"),
        ("/v1/me", "GET, HEAD"), ("/", "GET, HEAD"), ("/demo/token", "GET, HEAD"),
        ("/v1/notifications", "GET, HEAD, POST"), ("/v1/notifications/1", "GET, HEAD"),
        ("/v1/notifications/reminders", "GET, HEAD"), ("/v1/notifications/1/reading", "PUT"),
        ("/v1/notifications/1/reminder", "PUT"), ("/v1/notifications/1/deletion", "PUT, DELETE"),
        ("/v1/notifications/1/ticket", "POST"), ("/v1/notifications/1/receipts", "GET, HEAD"),
        ("/v1/events", "GET, HEAD"), ("/v1/account", "GET, HEAD, PATCH"),
      ]
      for (path, allow) in cases {
        let wrong = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].first { !allow.contains($0) } ?? ""
        let answer = try await caller.send(.init(rawValue: wrong), path)
        #expect((answer.status, answer.problem?.code) == (405, "method_not_allowed"), "\(wrong) \(path)")
        #expect(answer["Allow"] == allow, "\(path)")
      }
    }
  }

  @Test("to a body that is not accepted says why: 400, 413, 415, 422")
  func bodies() async throws {
    try await withTestSuite { suite in
      let user = try await suite.caller(suite.samples.reception)
      let agent = try await suite.caller(suite.samples.agent)
      let large = "{\"topic\": \"\(String(repeating: "a", count: 300_000))\"}"
      let cases: [(TestCaller, String, String, String, String, Int, String)] = [
        (user, "POST", "/v1/tickets", "{", "application/json", 400, "malformed"),
        (user, "POST", "/v1/tickets", "{}", "application/json", 422, "invalid"),
        (user, "POST", "/v1/tickets", "{}", "text/plain", 415, "unsupported_media_type"),
        (user, "POST", "/v1/tickets", "{}", "nonsense", 415, "unsupported_media_type"),
        (user, "POST", "/v1/tickets", large, "application/json", 413, "too_large"),
        (agent, "PATCH", "/v1/tickets/1", large, "application/json", 413, "too_large"),
        (agent, "PATCH", "/v1/tickets/1", "{}", "text/plain", 415, "unsupported_media_type"),
        (agent, "PATCH", "/v1/tickets/1", "[]", "application/json", 400, "malformed"),
        (agent, "PATCH", "/v1/tickets/1", #"{"status": "lost"}"#, "application/json", 422, "invalid"),
        (agent, "POST", "/v1/tickets", #"{"topic": "a", "message": "b"}"#, "application/json", 422, "invalid"),
        (user, "POST", "/v1/tickets", #"{"topic": "a", "message": "b", "x": 1}"#, "application/json", 422, "invalid"),
        (user, "POST", "/v1/sessions/embedded", "{}", "text/plain", 415, "unsupported_media_type"),
      ]
      for (caller, method, path, body, type, status, code) in cases {
        let answer = try await caller.send(
          .init(rawValue: method), path, json: body, headers: ["Content-Type": type])
        let problem = try #require(answer.problem, "\(method) \(path) \(body.prefix(40)): \(answer.text)")
        #expect((answer.status, problem.status, problem.code) == (status, status, code), "\(path) \(body.prefix(40))")
        #expect(problem.type == "urn:pomoc:problem:\(code)" && !problem.title.isEmpty && !problem.detail.isEmpty)
        #expect((problem.fields != nil) == (status == 422), "\(path) \(body.prefix(40))")
      }
    }
  }

  @Test("to HEAD has no body, so that the next answer on the connection is the next request's")
  func heads() async throws {
    try await withTestSuite(["RATE_LIMIT": "8"]) { suite in
      let token = try await suite.session(of: suite.samples.reception).text
      let inner = try await InnerToken(key: Samples.innerKey).sign(.principal(suite.samples.reception))
      let missing = "/attachments/\(UUID().text)"
      let doors = [
        (
          suite.port, token,
          ["/v1/nothing", "/v1/me", "/v1/tickets/1", "/v1\(missing)", "/v1/sessions", "/v1/me?x", "/"]
        ),
        (suite.port, "", ["/v1/me", "/v1/tickets/1"]),
        (suite.port, token, ["/v1/me", "/v1/me", "/v1/me", "/v1/tickets"]),
        (suite.processes.ticketsPort, inner, ["/nothing", "/tickets", "/tickets/1", missing]),
        (suite.processes.ticketsPort, "", ["/tickets"]),
      ]
      for (port, token, paths) in doors {
        try await RawConnection.open(port) { connection in
          for path in paths {
            try await connection.send(
              "HEAD \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n"
                + "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await connection.answer(toHead: true) != nil, "\(path)")
            let next = try await connection.answer()
            #expect(next?.status == 200 && next?.body.contains("ok") == true, "\(path)")
          }
        }
      }
    }
  }

  @Test("has the caller's request id, or a new one when that is none to keep")
  func requestIds() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      for path in ["/v1/me", "/v1/tickets", "/v1/nothing", "/health/live", "/widget/help-menu.js"] {
        let kept = try await caller.get(path, headers: ["X-Request-ID": "abc-123_{}"])
        #expect(kept["X-Request-ID"] == "abc-123_{}", "\(path)")
      }
      var made: Set<String> = []
      for bad in [nil, "", "with space", String(repeating: "a", count: 129), "zażółć", "tab\tin"] {
        let answer = try await caller.get("/v1/me", headers: bad.map { ["X-Request-ID": $0] } ?? [:])
        let id = try #require(answer["X-Request-ID"])
        #expect(id != bad && UUID(uuidString: id) != nil)
        made.insert(id)
      }
      #expect(made.count == 6)
    }
  }

  @Test("speaks the caller's language, whichever process found the words")
  func languages() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let cases: [(String?, Language)] = [
        (nil, .pl), ("pl", .pl), ("en", .en), ("uk", .uk), ("en-GB,en;q=0.9", .en), ("de, uk;q=0.5, en;q=0.4", .uk),
        ("de", .pl), ("*", .pl), ("en;q=0, uk;q=0.1", .uk),
        (String(repeating: "en,", count: 1_000), .en),
      ]
      for (header, language) in cases {
        for path in ["/v1/nothing", "/v1/tickets/1"] {
          let answer = try await caller.get(path, headers: header.map { ["Accept-Language": $0] } ?? [:])
          #expect(answer.problem?.detail == Problem.Code.notFound.text(in: language), "\(header ?? "") \(path)")
        }
      }
    }
  }

  @Test("tells a caller what is left of the rate limit, and then 429 until the minute is over")
  func rateLimit() async throws {
    try await withTestSuite(["RATE_LIMIT": "4"]) { suite in
      let caller = try await suite.caller(suite.samples.reception)
      for (path, left) in [("/v1/me", "3"), ("/v1/nothing", nil), ("/v1/tickets/1", "1"), ("/v1/tickets", "0")] {
        let answer = try await caller.get(path)
        #expect(answer.status != 429)
        #expect((answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == (left.map { _ in "4" }, left), "\(path)")
        #expect(left == nil || (1...60).contains(answer["RateLimit-Reset"].flatMap(Int.init) ?? 0))
      }
      let refused = try await caller.post("/v1/tickets", json: #"{"topic": "a", "message": "b"}"#)
      #expect((refused.status, refused.problem?.code) == (429, "rate_limited"))
      #expect(refused["Retry-After"] == refused["RateLimit-Reset"] && refused["RateLimit-Remaining"] == "0")
      #expect(try await suite.stored().tickets == 0)
      #expect(try await suite.caller(suite.samples.reception).get("/v1/me").status == 200)
      #expect(try await suite.stranger.get("/v1/me")["RateLimit-Limit"] == nil)
    }
  }
}
