import Domain
import Foundation
import HTTPTypes
import JWTKit
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Tickets

@Suite("Somebody else's account")
struct IsolationTests {
  /// Every route that leads to something of an account by its number or id, with a body that would do.
  private static let routes = [
    "GET /tickets/:number": "",
    "PATCH /tickets/:number": #"{"topic": "x"}"#,
    "PUT /tickets/:number/closure": "",
    "DELETE /tickets/:number/closure": "",
    "POST /tickets/:number/messages": #"{"text": "x"}"#,
    "POST /notifications/:number/ticket": #"{"message": "x"}"#,
    "POST /tickets": #"{"topic": "x", "message": "x", "attachment_id": ":id"}"#,
    "GET /attachments/:id": "",
    "HEAD /attachments/:id": "",
    "DELETE /attachments/:id": "",
  ]

  /// Routes that name nothing: lists, and what makes something of one's own.
  private static let lists: Set<String> = ["GET /tickets", "GET /topics", "GET /history", "POST /attachments"]

  @Test("the walk knows every route of the service")
  func complete() async throws {
    try await withTickets { tickets in
      let zone = TimeZone.gmt
      let routes =
        TicketController(pool: tickets.pool, zone: zone).routes + MessageController(pool: tickets.pool).routes
        + AttachmentController(pool: tickets.pool, fileTypes: try FileTypes(), limit: 1).routes
        + TopicController(pool: tickets.pool).routes + HistoryController(pool: tickets.pool, zone: zone).routes

      let known = Set(Self.routes.keys).union(Self.lists)

      #expect(Set(routes.map { "\($0.method) \($0.path)" }) == known)
    }
  }

  @Test("every route answers for another account's number or id as for one that was never given")
  func walk() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let file = try await tickets.attach(as: samples.reception)
      let number = try await tickets.open(as: samples.reception, attachment: file.id).number
      let waiting = try await tickets.attach(as: samples.reception)
      let before = try await tickets.show(number, as: samples.reception)
      for route in Self.routes.keys {
        for person in [samples.tatryReception, samples.tatryOwner] {
          for id in [file.id, waiting.id] {
            let foreign = try await tickets.attempt(route, Self.routes[route], as: person, number: number, id: id)
            let missing = try await tickets.attempt(route, Self.routes[route], as: person, number: 987_654, id: UUID())
            #expect(foreign.status == (route.hasPrefix("PATCH") ? 403 : 404), "\(route)")
            #expect(foreign.summary == missing.summary, "\(route)")
            #expect(try foreign.body.isEmpty || foreign.problem == missing.problem, "\(route)")
            #expect(foreign.distinctiveHeaders == missing.distinctiveHeaders, "\(route)")
          }
        }
      }
      #expect(try await tickets.show(number, as: samples.reception) == before)
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
      #expect(try await tickets.count("SELECT count(*) FROM attachment") == 2)
    }
  }

  @Test("lists are empty, whatever they are asked for")
  func lists() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let file = try await tickets.attach(as: samples.reception)
      let ticket = try await tickets.open(as: samples.reception, topic: "Drukarka", attachment: file.id)
      let day = ticket.updatedAt.formatted(
        Date.ISO8601FormatStyle(timeZone: try #require(.init(identifier: "Europe/Warsaw"))).year().month().day())
      for person in [samples.tatryReception, samples.tatryOwner] {
        for query in ["", "?status=new", "?topic=Drukarka", "?date=\(day)", "?limit=100"] {
          #expect(try await tickets.get("/tickets\(query)", as: person).tickets.items == [])
          #expect(try await tickets.get("/history\(query)", as: person).history.items == [])
        }
        #expect(try await tickets.get("/topics", as: person).object["in_use"] as? [String] == [])
      }
      #expect(try await tickets.numbers("date=\(day)", as: samples.owner) == [ticket.number])
    }
  }

  @Test("without a valid inner token every route is closed")
  func tokens() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let expired = try await token(of: samples.reception, key: Samples.innerKey, expires: -1)
      let forged = try await token(of: samples.reception, key: Samples.innerKey + "x", expires: 60)
      let credentials = [
        nil, "", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic YTpi", "Bearer \(expired)",
        "Bearer \(forged)", "Bearer ps_\(String(repeating: "a", count: 43))", expired,
      ]
      for route in Set(Self.routes.keys).union(Self.lists) {
        for credential in credentials {
          let answer = try await tickets.attempt(
            route, Self.routes[route], credential: credential, number: number, id: UUID())
          #expect(answer.status == 401, "\(route) with \(credential ?? "nothing")")
          #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
      }
      let valid = try await token(of: samples.reception, key: Samples.innerKey, expires: 60)
      let answer = try await tickets.send(.get, "/tickets", headers: [.authorization: "Bearer \(valid)"])
      #expect(answer.summary == "200")
    }
  }

  @Test("health and metrics need no token, and an unknown path is not there")
  func open() async throws {
    try await withTickets { tickets async throws in
      for path in ["/health/live", "/health/ready", "/metrics"] {
        #expect(try await tickets.send(.get, path).status == 200, "\(path)")
      }
      #expect(try await tickets.get("/nothing", as: tickets.samples.agent).summary == "404 not_found")
    }
  }

  @Test("another method is refused with those that there are")
  func methods() async throws {
    try await withTickets { tickets in
      for (method, path, allow) in [
        (.delete, "/tickets", "GET, HEAD, POST"), (.put, "/tickets/1", "GET, HEAD, PATCH"),
        (.get, "/tickets/1/messages", "POST"), (.post, "/tickets/1/closure", "PUT, DELETE"),
        (.put, "/attachments/\(UUID().text)", "GET, HEAD, DELETE"), (.post, "/topics", "GET, HEAD"),
      ] as [(HTTPRequest.Method, String, String)] {
        let answer = try await tickets.send(method, path, as: tickets.samples.reception)
        #expect(answer.summary == "405 method_not_allowed", "\(method) \(path)")
        #expect(answer.headers[.allow] == allow, "\(method) \(path)")
      }
    }
  }

  /// A token like the gateway's, with a key and an end of the test's choice.
  private func token(of principal: Principal, key: String, expires: TimeInterval) async throws -> String {
    struct Claims: JWTPayload {
      let principal: Principal
      let exp: ExpirationClaim
      func verify(using algorithm: some JWTAlgorithm) {}
    }
    let keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: key), digestAlgorithm: .sha256)
    return try await keys.sign(Claims(principal: principal, exp: .init(value: Date().addingTimeInterval(expires))))
  }
}

extension TicketsApp {
  /// Tries a route of the table with the number and the id in their places.
  fileprivate func attempt(
    _ route: String, _ body: String?, as person: Principal? = nil, credential: String? = nil, number: Int, id: UUID
  ) async throws -> Answer {
    let parts = route.replacing(":number", with: "\(number)").replacing(":id", with: id.text).split(separator: " ")
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.authorization] = credential
    return try await send(
      try #require(HTTPRequest.Method(String(parts[0]))), String(parts[1]), as: person, headers: headers,
      body: body.map { Array($0.replacing(":id", with: id.text).utf8) })
  }
}
