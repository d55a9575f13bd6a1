import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import ServiceKit
import Testing

@Suite("Routes, problems and request ids")
struct RouteTableTests {
  private struct Thing: Encodable, Sendable {
    let name: String
  }

  private static let routes: [Route] = [
    Route(.get, "/things") { _, _ in JSON(Thing(name: "żółw")) },
    Route(.post, "/things") { _, _ in JSON(Thing(name: "x"), status: .created) },
    Route(.get, "/things/:number") { _, context in JSON(Thing(name: "\(try context.requireNumber())")) },
    Route(.delete, "/things/:number") { _, _ in Response(status: .noContent) },
    Route(.get, "/files/:id") { _, context in JSON(Thing(name: try context.requireId().text)) },
    Route(.head, "/files/:id") { _, _ in Response(status: .accepted) },
    Route(.get, "/who") { _, context in JSON(Thing(name: try context.requirePrincipal().name)) },
    Route(.get, "/desk") { _, context in JSON(Thing(name: try context.requireSupport().name)) },
    Route(.get, "/broken") { _, _ -> Response in throw Broken() },
    Route(.get, "/busy") { _, _ -> Response in throw Problem(.rateLimited, retryAfter: 7) },
    Route(.get, "/away") { _, _ -> Response in throw PostgresError.unavailable("secret-host refused") },
    Route(.get, "/unsure") { _, _ -> Response in throw PostgresError.outcomeUnknown("secret") },
    Route(.get, "/refused") { _, _ -> Response in throw HTTPError(.badRequest, message: "secret") },
  ]

  private struct Broken: Error {
    let password = "secret"
  }

  @Test("a method that a path does not have is 405, with those that it has")
  func methods() async throws {
    try await withRoutes { client in
      for (method, path, allow) in [
        (.put, "/things", "GET, HEAD, POST"), (.delete, "/things", "GET, HEAD, POST"),
        (.options, "/things", "GET, HEAD, POST"), (.patch, "/things/1", "GET, HEAD, DELETE"),
        (.post, "/things/1", "GET, HEAD, DELETE"), (.post, "/files/1", "GET, HEAD"),
      ] as [(HTTPRequest.Method, String, String)] {
        let answer = try await client.execute(uri: path, method: method)
        #expect(answer.status.code == 405 && answer.headers[.allow] == allow, "\(method) \(path)")
        #expect(answer.headers[.contentType] == "application/problem+json")
      }
      #expect(try await client.execute(uri: "/things", method: .get).status == .ok)
      #expect(try await client.execute(uri: "/things", method: .post).status == .created)
      #expect(try await client.execute(uri: "/things/1", method: .delete).status == .noContent)
    }
  }

  @Test("HEAD is what GET says without its body, unless there is a HEAD of its own")
  func head() async throws {
    try await withRoutes { client in
      let get = try await client.execute(uri: "/things", method: .get)
      let head = try await client.execute(uri: "/things", method: .head)
      #expect(head.status == .ok && head.body.readableBytes == 0)
      #expect(head.headers[.contentLength] == "\(get.body.readableBytes)")
      #expect(head.headers[.contentType] == get.headers[.contentType])
      #expect(try await client.execute(uri: "/files/1", method: .head).status == .accepted)
    }
  }

  @Test("what is no number, no id or no path is not there")
  func missing() async throws {
    try await withRoutes { client in
      for path in [
        "/things/0", "/things/-1", "/things/abc", "/things/1.5", "/things/99999999999999999999", "/files/1",
        "/files/\(UUID().uuidString)x", "/nothing", "/things/1/more", "/Things",
      ] {
        let answer = try await client.execute(uri: path, method: .get)
        #expect(answer.status == .notFound, "\(path)")
        #expect(try answer.problem.code == "not_found", "\(path)")
      }
      #expect(try await client.execute(uri: "/files/\(UUID().uuidString)", method: .get).status == .ok)
    }
  }

  @Test("without a credential nobody is anybody")
  func credentials() async throws {
    try await withRoutes { client in
      for path in ["/who", "/desk"] {
        let answer = try await client.execute(uri: path, method: .get)
        #expect(answer.status == .unauthorized && answer.headers[.wwwAuthenticate] == "Bearer", "\(path)")
      }
    }
  }

  @Test("what was thrown is said without secrets, and when to try again")
  func problems() async throws {
    try await withRoutes { client in
      for (path, status, code, retry) in [
        ("/broken", 500, "unexpected", nil), ("/busy", 429, "rate_limited", "7"), ("/away", 503, "unavailable", "2"),
        ("/unsure", 503, "unavailable", "2"), ("/refused", 400, "malformed", nil),
      ] {
        let answer = try await client.execute(uri: path, method: .get, headers: [.acceptLanguage: "en"])
        let problem = try answer.problem
        #expect(answer.status.code == status && problem.status == status && problem.code == code, "\(path)")
        #expect(answer.headers[.retryAfter] == retry, "\(path)")
        #expect(!String(buffer: answer.body).contains("secret"), "\(path)")
        #expect(problem.detail == Problem.Code(rawValue: code)?.text(in: .en))
      }
    }
  }

  @Test("a request id is kept if it is harmless, made if not, and stands on every answer")
  func requestIds() async throws {
    try await withRoutes { client in
      for path in ["/things", "/broken", "/nothing"] {
        let kept = try await client.execute(uri: path, method: .get, headers: [.requestId: "abc-123"])
        #expect(kept.headers[.requestId] == "abc-123", "\(path)")
        for id in ["", "two words", "ż", String(repeating: "x", count: 129)] {
          let made = try await client.execute(uri: path, method: .get, headers: [.requestId: id])
          #expect(made.headers[.requestId].flatMap { UUID(uuidString: $0) } != nil, "\(path): «\(id.prefix(20))»")
        }
      }
    }
  }

  @Test("an answer speaks the language that was asked for")
  func language() async throws {
    try await withRoutes { client in
      for language in Language.allCases {
        let answer = try await client.execute(
          uri: "/nothing", method: .get, headers: [.acceptLanguage: language.rawValue])
        #expect(try answer.problem.detail == Problem.Code.notFound.text(in: language))
      }
    }
  }

  private func withRoutes(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
    let router = Router<AppContext>.suite()
    router.add(Self.routes)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    try await Application(router: router, logger: logger).test(.router, body)
  }
}

extension TestResponse {
  var problem: ProblemDocument {
    get throws { try JSONCoding.decode(ProblemDocument.self, from: Data(body.readableBytesView)) }
  }
}
