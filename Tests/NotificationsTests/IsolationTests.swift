import Domain
import Foundation
import HTTPTypes
import JWTKit
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Notifications

@Suite("Somebody else's notification")
struct IsolationTests {
  /// Every route of a recipient that leads to a notification by its number, with a body that would do.
  private static let routes = [
    "GET /notifications/:number": "",
    "PUT /notifications/:number/reading": "",
    "PUT /notifications/:number/reminder": #"{"preset": "in_an_hour"}"#,
    "PUT /notifications/:number/deletion": "",
    "DELETE /notifications/:number/deletion": "",
  ]

  /// What names nothing, what is for support, and what is for processes.
  private static let lists: Set = ["GET /notifications", "GET /notifications/reminders", "GET /history", "GET /topics"]
  private static let supports: Set = ["POST /notifications", "GET /notifications/:number/receipts"]
  private static let processes: Set = ["POST /events", "GET /doorbells"]

  @Test("the walk knows every route of the service")
  func complete() async throws {
    try await withNotifications { app in
      let pool = app.pool
      let routes =
        NotificationController(pool: pool).routes + ReceiptController(pool: pool).routes
        + ReminderController(pool: pool, calendar: .standard(in: .gmt)).routes
        + HistoryController(pool: pool, zone: .gmt).routes + TopicController(pool: pool).routes
        + EventController(pool: pool).routes + DoorbellController(doorbells: Doorbells(pool: pool)).routes

      let known = Set(Self.routes.keys).union(Self.lists).union(Self.supports).union(Self.processes)

      #expect(Set(routes.map { "\($0.method) \($0.path)" }) == known)
    }
  }

  @Test("every route answers for a notification of others as for one that was never sent")
  func walk() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let (reception, owner) = (samples.reception, samples.owner)
      let personal = try await app.send(to: .user(reception))
      let shared = try await app.send(to: .account(samples.baltyk))
      let before = try await app.list(as: reception)
      let foreign = [
        (personal, [owner, samples.tatryReception, samples.tatryOwner]),
        (shared, [samples.tatryReception, samples.tatryOwner]),
      ]
      for route in Self.routes.keys {
        for (number, people) in foreign {
          for person in people {
            let answer = try await app.attempt(route, Self.routes[route], as: person, number: number)
            let missing = try await app.attempt(route, Self.routes[route], as: person, number: 987_654)
            #expect(answer.summary == "404 not_found", "\(route)")
            #expect(try answer.problem == missing.problem, "\(route)")
            #expect(answer.distinctiveHeaders == missing.distinctiveHeaders, "\(route)")
          }
        }
        for number in ["0", "-1", "x", "99999999999999999999", "1.5"] {
          let answer = try await app.attempt(route, Self.routes[route], as: reception, number: number)
          #expect(answer.summary == "404 not_found", "\(route) \(number)")
        }
      }
      #expect(try await app.list(as: reception) == before)
      #expect(try await app.count("SELECT count(*) FROM receipt") == 1)
    }
  }

  @Test("lists and topics hold nothing of others, whatever they are asked for")
  func lists() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.send(to: .user(samples.reception), topic: "Przerwa")
      try await app.send(to: .account(samples.baltyk), topic: "Faktura")
      for person in [samples.tatryReception, samples.tatryOwner] {
        for query in ["", "?due=true", "?limit=100"] {
          #expect(try await app.get("/notifications\(query)", as: person).notifications.items == [])
        }
        for query in ["", "?status=unread", "?topic=Przerwa", "?topic=Faktura"] {
          #expect(try await app.get("/history\(query)", as: person).history.items == [])
        }
        #expect(try await app.get("/topics", as: person).topics.inUse == [])
      }
      #expect(try await app.get("/topics", as: samples.owner).topics.inUse == ["Faktura"])
    }
  }

  @Test("without a valid inner token every route is closed")
  func tokens() async throws {
    try await withNotifications { app in
      let number = try await app.send(to: .everyone)
      let expired = try await token(of: app.samples.reception, key: Samples.innerKey, expires: -1)
      let forged = try await token(of: app.samples.reception, key: Samples.innerKey + "x", expires: 60)
      let credentials = [nil, "", "Bearer ", "Bearer a.b.c", "Bearer \(expired)", "Bearer \(forged)"]
      for route in Set(Self.routes.keys).union(Self.lists).union(Self.supports).union(Self.processes) {
        for credential in credentials {
          let answer = try await app.attempt(route, Self.routes[route], credential: credential, number: number)
          #expect(answer.summary == "401 unauthenticated", "\(route) with \(credential ?? "nothing")")
        }
      }
      for path in ["/health/live", "/health/ready", "/metrics"] {
        #expect(try await app.send(.get, path).status == 200, "\(path)")
      }
    }
  }

  @Test("another method is refused with those that there are")
  func methods() async throws {
    try await withNotifications { app in
      for (method, path, allow) in [
        (.delete, "/notifications", "GET, HEAD, POST"), (.patch, "/notifications/1", "GET, HEAD"),
        (.get, "/notifications/1/reading", "PUT"), (.post, "/notifications/1/reminder", "PUT"),
        (.get, "/notifications/1/deletion", "PUT, DELETE"), (.post, "/notifications/1/receipts", "GET, HEAD"),
        (.get, "/events", "POST"),
      ] as [(HTTPRequest.Method, String, String)] {
        let answer = try await app.send(method, path, as: .principal(app.samples.reception))
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

extension NotificationsApp {
  /// Tries a route of the table with the number in its place.
  fileprivate func attempt(
    _ route: String, _ body: String?, as person: Principal? = nil, credential: String? = nil, number: any Sendable
  ) async throws -> Answer {
    let parts = route.replacing(":number", with: "\(number)").split(separator: " ")
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.authorization] = credential
    return try await send(
      try #require(HTTPRequest.Method(String(parts[0]))), String(parts[1]), as: person.map { .principal($0) },
      headers: headers, body: body.map { Array($0.utf8) })
  }
}
