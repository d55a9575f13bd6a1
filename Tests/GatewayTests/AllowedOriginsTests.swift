import NIOHTTP1
import ServiceKit
import TestSupport
import Testing

@testable import Gateway

@Suite("Pages of other origins")
struct AllowedOriginsTests {
  @Test("are allowed exactly as they are listed")
  func list() throws {
    let origins = try AllowedOrigins("https://app.example, http://localhost:3000 ,,")
    #expect(origins.contains("https://app.example") && origins.contains("http://localhost:3000"))
    for other in [
      "http://app.example", "https://app.example:443", "https://app.example/", "https://APP.example", "null", "", "*",
      "https://app.example.evil.example", "https://evil.example", "http://localhost", "https://xapp.example",
    ] {
      #expect(!origins.contains(other), "\(other)")
    }
    #expect(try !AllowedOrigins("").contains("https://app.example"))
  }

  @Test(
    "are not listed as something else than an origin",
    arguments: [
      "*", "app.example", "https://app.example/", "https://app.example/path", "https://", "null", "ftp://a.b",
      "https://app.example?x=1",
    ])
  func malformed(_ list: String) {
    #expect(throws: SettingError.self) { try AllowedOrigins(list) }
  }

  @Test("may ask and read what the menu needs when they are listed, and nothing otherwise")
  func crossOrigin() async throws {
    try await withTestSuite(["ALLOWED_ORIGINS": "https://app.example"]) { suite in
      let preflight = [
        "Origin": "https://app.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, idempotency-key, content-type",
      ]
      let caller = try await suite.caller(suite.samples.reception)
      let asked = try await suite.stranger.send(.OPTIONS, "/v1/tickets", headers: preflight)
      #expect((asked.status, asked["Access-Control-Allow-Origin"]) == (204, "https://app.example"))
      for header in ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Range", "X-Request-ID"] {
        #expect(asked["Access-Control-Allow-Headers"]?.contains(header) == true, "\(header)")
      }
      for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        #expect(asked["Access-Control-Allow-Methods"]?.contains(method) == true, "\(method)")
      }
      for path in ["/v1/me", "/v1/tickets/1", "/widget/help-menu.js"] {
        let answer = try await caller.get(path, headers: ["Origin": "https://app.example"])
        #expect(answer["Access-Control-Allow-Origin"] == "https://app.example", "\(path)")
        #expect(answer["Access-Control-Expose-Headers"]?.contains("RateLimit-Remaining") == true, "\(path)")
        #expect(answer["Access-Control-Allow-Credentials"] == nil, "\(path)")
        #expect(answer["Vary"]?.contains("Origin") == true, "\(path)")
      }
      for origin in ["https://evil.example", "null", "https://app.example.evil.example", "http://app.example"] {
        let refused = try await suite.stranger.send(
          .OPTIONS, "/v1/tickets", headers: preflight.merging(["Origin": origin]) { _, new in new })
        let read = try await caller.get("/v1/me", headers: ["Origin": origin])
        for answer in [refused, read] {
          #expect(!answer.headers.contains { $0.name.lowercased().hasPrefix("access-control") }, "\(origin)")
          #expect(answer["Vary"]?.contains("Origin") == true)
        }
      }
    }
  }
}
