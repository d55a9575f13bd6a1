import Domain
import Foundation
import NIOHTTP1
import ServiceKit
import TestSupport
import Testing

@Suite("The public port")
struct ReachTests {
  @Test("has the health checks, and the figures stand on a port of their own")
  func metrics() async throws {
    try await withTestSuite { suite in
      for path in ["/health/live", "/health/ready"] {
        #expect(try await suite.stranger.get(path).status == 200)
      }
      #expect(try await suite.stranger.get("/metrics").status == 404)
      var operations = suite.stranger
      operations.base = "http://127.0.0.1:\(suite.processes.metricsPort)"
      let figures = try await operations.get("/metrics")
      #expect(figures.status == 200)
      #expect(figures["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
      #expect(figures.text.contains("# TYPE "))
      #expect(try await operations.get("/health/ready").status == 200)
      #expect(try await operations.get("/v1/me").status == 404)
      #expect(try await suite.processes.caller(of: .tickets).get("/metrics").status == 200)
    }
  }

  @Test("leads to nothing else, by whatever path it is asked")
  func paths() async throws {
    try await withTestSuite { suite in
      let token = try await suite.session(of: suite.samples.agent).text
      let tricks = [
        "/metrics", "//metrics", "/metrics/", "/v1/metrics", "/v1/../metrics", "/v1/%2e%2e/metrics", "/%6detrics",
        "/tickets", "//tickets", "/history", "/v1/../history", "/attachments/1", "/topics", "/health", "/health/x",
        "//v1/tickets", "///v1/tickets", "/////v1/tickets", "/%761/tickets", "/v%31/tickets", "//v1/attachments/1",
        "/v1/..%2fmetrics", "/v1/tickets/../../metrics", "/v1/tickets/..%2f..%2fmetrics", "/v1/tickets/%2e%2e/topics",
        "/v1/attachments/..%2ftickets", "/v1/tickets/1%2f..%2f..%2fmetrics", "/v1/tickets/1%3fx", "/v1/tickets/1%23",
        "/widget/../../../../Package.swift", "/widget/../../Package.swift", "/widget/%2e%2e/%2e%2e/Package.swift",
        "/widget/..%2f..%2fGateway.swift", "/widget/%2e%2e%2fdemo/index.html", "/widget/..\\..\\Gateway.swift",
        "/widget//etc/passwd", "/widget/", "/widget",
        "/lib/../../Gateway.swift", "/Web/widget/help-menu.js", "/Gateway.swift", "/.env",
        "/console/../metrics",
        "/v1/tickets/%ff", "/v1/tickets/1e3", "/v1/tickets/-1", "/v1/tickets/99999999999999999999",
        "/v1/tickets/\u{661}", "/v1/tickets/0x1", "*", "@evil.example/", "/@evil.example/v1/tickets", "/:80/v1/tickets",
      ]
      for path in tricks {
        let answer = try await RawConnection.open(suite.port, within: .seconds(20)) { connection in
          try await connection.send(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\nConnection: close\r\n\r\n")
          return try await connection.answer()
        }
        let problem = answer.flatMap { try? JSONCoding.decode(ProblemDocument.self, from: Data($0.body.utf8)) }
        #expect(
          [400, 404].contains(answer?.status), "\(path): \(answer?.status ?? 0) \(answer?.body.prefix(80) ?? "")")
        #expect(problem != nil || answer?.body.isEmpty == true, "\(path)")
        #expect(suite.gateway.isOver == nil && suite.tickets.isOver == nil, "\(path)")
      }
      #expect(try await suite.bearer(token).get("/v1/tickets").status == 200)
    }
  }

  @Test("serves pages and scripts with their types, to be asked for again each time")
  func files() async throws {
    try await withTestSuite { suite in
      let files = [
        ("/", "text/html"), ("/widget/help-menu.js", "text/javascript"), ("/lib/api.js", "text/javascript"),
        ("/styles/tokens.css", "text/css"), ("/demo/icon.svg", "image/svg+xml"),
      ]
      for (path, type) in files {
        let answer = try await suite.stranger.get(path)
        #expect(answer.status == 200, "\(path)")
        #expect(answer["Content-Type"]?.hasPrefix(type) == true, "\(path): \(answer["Content-Type"] ?? "")")
        #expect(answer["Cache-Control"] == "no-cache", "\(path)")
        if path != "/" {
          let again = try await suite.stranger.get(path, headers: ["If-None-Match": answer["ETag"] ?? ""])
          #expect(again.status == 304, "\(path)")
        }
      }
    }
  }

  @Test("tells browsers to do as little as possible with its answers")
  func securityHeaders() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      for path in ["/v1/me", "/v1/tickets", "/v1/nothing", "/v1/tickets/1"] {
        let answer = try await caller.get(path)
        #expect(answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'", "\(path)")
        #expect(answer["Cache-Control"] == "no-store", "\(path)")
      }
      let page = try #require(try await suite.stranger.get("/")["Content-Security-Policy"])
      #expect(page.hasPrefix("default-src 'none'; ") && !page.contains("unsafe"))
      for path in ["/", "/widget/help-menu.js", "/v1/me", "/nothing", "/health/live", "/demo/token"] {
        let answer = try await suite.stranger.get(path)
        #expect(answer["X-Content-Type-Options"] == "nosniff", "\(path)")
        #expect(answer["Referrer-Policy"] == "same-origin", "\(path)")
        #expect(answer["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true, "\(path)")
        #expect(answer["Server"] == nil && answer["Strict-Transport-Security"] == nil, "\(path)")
      }
    }
  }

  @Test("keeps the policy that a file brings along")
  func attachments() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let ticket: Ticket = try await caller.post(
        "/v1/tickets", form: TestForm(topic: "a", message: "b", file: TestFile(size: 300_000))
      ).value()
      let id = try #require(ticket.messages?.first?.attachment?.id.text)
      for method in [HTTPMethod.GET, .HEAD] {
        let answer = try await caller.send(method, "/v1/attachments/\(id)")
        #expect((answer.status, answer["Content-Length"], answer["Content-Type"]) == (200, "300000", "image/png"))
        #expect(answer["Content-Security-Policy"] == "sandbox; default-src 'none'")
        #expect(answer["X-Content-Type-Options"] == "nosniff")
        #expect(answer.body.count == (method == .GET ? 300_000 : 0))
      }
      let part = try await caller.get("/v1/attachments/\(id)", headers: ["Range": "bytes=262140-262149"])
      #expect((part.status, part["Content-Range"]) == (206, "bytes 262140-262149/300000"))
      #expect(Array(part.body) == Array(TestFile(size: 300_000).bytes[262_140...262_149]))
    }
  }
}
