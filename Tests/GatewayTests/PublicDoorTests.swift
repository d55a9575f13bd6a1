import Domain
import Foundation
import NIOHTTP1
import TestSupport
import Testing

@Suite("The public door")
struct PublicDoorTests {
  @Test("what is not there, not allowed or not readable is said as a problem in the caller's language")
  func problems() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      #expect(try await caller.get("/v1/nothing").problem?.code == "not_found")
      let wrongMethod = try await caller.send(.DELETE, "/v1/topics")
      #expect((wrongMethod.status, wrongMethod["Allow"]) == (405, "GET, HEAD"))
      #expect(try await caller.post("/v1/tickets", json: "{").problem?.code == "malformed")
      let plain = ["Content-Type": "text/plain"]
      #expect(try await caller.post("/v1/tickets", json: "{}", headers: plain).status == 415)
      let long = String(repeating: "a", count: 300_000)
      #expect(try await caller.post("/v1/tickets", json: #"{"message": "\#(long)"}"#).problem?.code == "too_large")
      #expect(try await suite.stranger.get("/v1/tickets").problem?.code == "unauthenticated")

      let details = try await ["pl", "en-GB", "uk", "de, en;q=0.5"].asyncMap { language in
        try await caller.get("/v1/nothing", headers: ["Accept-Language": language]).problem?.detail
      }
      #expect(Set(details.compactMap { $0 }).count == 3)
      #expect(details[1] == details[3])
    }
  }

  @Test("a request keeps its caller's id if that is printable, and gets one otherwise")
  func requestIds() async throws {
    try await withTestSuite { suite in
      let kept = try await suite.stranger.get("/v1/me", headers: ["X-Request-ID": "my-id-1"])
      #expect(kept["X-Request-ID"] == "my-id-1")
      let replaced = try await suite.stranger.get(
        "/v1/me", headers: ["X-Request-ID": String(repeating: "a", count: 129)])
      #expect(UUID(uuidString: replaced["X-Request-ID"] ?? "") != nil)
    }
  }

  @Test("every answer says how many requests are left, and the one too many has to wait")
  func rateLimit() async throws {
    try await withTestSuite(["RATE_LIMIT": "3"]) { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let other = try await suite.caller(suite.samples.reception)
      let first = try await caller.get("/v1/me")
      #expect((first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("3", "2"))
      for _ in 2...3 { _ = try await caller.get("/v1/me") }
      let refused = try await caller.get("/v1/me")
      #expect((refused.status, refused.problem?.code) == (429, "rate_limited"))
      #expect(refused["Retry-After"] == refused["RateLimit-Reset"])
      #expect(try await other.get("/v1/me").status == 200)
    }
  }

  @Test("only pages of an allowed origin may read answers")
  func origins() async throws {
    try await withTestSuite(["ALLOWED_ORIGINS": "https://app.example"]) { suite in
      let preflight = [
        "Origin": "https://app.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, idempotency-key",
      ]
      let allowed = try await suite.stranger.send(.OPTIONS, "/v1/tickets", headers: preflight)
      #expect((allowed.status, allowed["Access-Control-Allow-Origin"]) == (204, "https://app.example"))
      #expect(allowed["Access-Control-Allow-Headers"]?.contains("Idempotency-Key") == true)
      let script = try await suite.stranger.get("/widget/help-menu.js", headers: ["Origin": "https://app.example"])
      #expect(script["Access-Control-Allow-Origin"] == "https://app.example")

      for path in ["/v1/me", "/widget/help-menu.js"] {
        let other = try await suite.stranger.get(path, headers: ["Origin": "https://evil.example"])
        #expect(other["Access-Control-Allow-Origin"] == nil)
      }
      let refused = preflight.merging(["Origin": "https://evil.example"]) { _, new in new }
      #expect(try await suite.stranger.send(.OPTIONS, "/v1/tickets", headers: refused).status == 405)
    }
  }

  @Test("inner routes, metrics and files beside the web folder are not behind it")
  func walls() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.admin)
      for path in [
        "/metrics", "/tickets", "/history", "/v1/../metrics", "//metrics", "/%2e%2e/metrics",
        "/widget/../demo/../../Package.swift",
        "/widget/%2e%2e/%2e%2e/Gateway.swift", "/widget/..%2f..%2fGateway.swift", "/widget/", "/lib/strings",
      ] {
        #expect(try await caller.get(path).status == 404, "\(path)")
      }
      #expect(try await suite.stranger.get("/health/ready").status == 200)
      #expect(try await suite.stranger.get("/health/live").status == 200)
    }
  }

  @Test("pages run our own scripts alone, and answers of the interface nothing at all")
  func securityHeaders() async throws {
    try await withTestSuite { suite in
      let page = try await suite.stranger.get("/")
      #expect(page["Content-Security-Policy"]?.contains("script-src 'self';") == true)
      #expect(page["Content-Security-Policy"]?.contains("unsafe") == false)
      let answer = try await suite.stranger.get("/v1/me")
      #expect(answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'")
      #expect((answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store"))
    }
  }
}

extension Array {
  fileprivate func asyncMap<Output>(_ transform: (Element) async throws -> Output) async rethrows -> [Output] {
    var outputs: [Output] = []
    for element in self { outputs.append(try await transform(element)) }
    return outputs
  }
}
