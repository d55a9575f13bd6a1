import Configuration
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import ServiceKit
import Synchronization
import TestSupport
import Testing

@testable import Notifications

/// A JSON object as a test writes it: `["to": "everyone", "topic": "Przerwa", "text": "O 20:00"]`.
typealias Fields = [String: any Encodable & Sendable]

/// The notifications process of one test: its routes, a database of its own, and the people of the samples.
struct NotificationsApp: Sendable {
  let samples: Samples
  let database: TestDatabase
  /// The database as the service's role sees it.
  let pool: Pool
  /// The database as its owner, who sees and changes everything.
  let owner: Pool
  private let client: any TestClientProtocol
  private let token: InnerToken

  fileprivate init(samples: Samples, database: TestDatabase, client: any TestClientProtocol) async {
    (self.samples, self.database, self.client) = (samples, database, client)
    pool = database.pool(as: "pomoc_notifications", size: 4)
    owner = database.pool(size: 2)
    token = await InnerToken(key: Samples.innerKey)
  }

  /// Sends a request; without a speaker, or with an `Authorization` of the test's own, no inner token is made.
  func send(
    _ method: HTTPRequest.Method, _ path: String, as speaker: InnerToken.Speaker? = nil, headers: HTTPFields = [:],
    body: [UInt8]? = nil
  ) async throws -> Answer {
    var headers = headers
    if let speaker { headers[.authorization] = "Bearer \(try await token.sign(speaker))" }
    let response = try await client.execute(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
    return Answer(response)
  }

  /// - Parameter language: an `Accept-Language`.
  func get(_ path: String, as person: Principal, in language: String? = nil) async throws -> Answer {
    var headers: HTTPFields = [:]
    headers[.acceptLanguage] = language
    return try await send(.get, path, as: .principal(person), headers: headers)
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, as person: Principal, json: Fields, key: String? = nil
  ) async throws -> Answer {
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.idempotencyKey] = key
    let body = Array(try JSONEncoder().encode(json.mapValues(AnyField.init)))
    return try await send(method, path, as: .principal(person), headers: headers, body: body)
  }

  /// Brings a fact, as the relay of tickets does.
  func bring(_ event: Event) async throws -> Answer {
    try await send(
      .post, "/events", as: .process("tickets"), headers: [.contentType: "application/json"],
      body: Array(try JSONCoding.encode(event)))
  }
}

/// Runs the body against a notifications process with a database of its own.
func withNotifications(_ body: @escaping @Sendable (NotificationsApp) async throws -> Void) async throws {
  try await withRouter(body) { database in
    // As many connections as any test has requests at once: what a busy machine makes wait is not under test here.
    let app = try await Notifications.build(
      ConfigReader(environment: [
        "DATABASE_URL": database.url(as: "pomoc_notifications"), "DATABASE_POOL_SIZE": "20",
        "INNER_KEY": Samples.innerKey,
      ]))
    return try #require(app as? Application<RouterResponder<AppContext>>)
  }
}

/// Runs the body against the routes of recipients with a clock of the test's own, in the time zone of Warsaw.
func withNotifications(
  at clock: TestClock, _ body: @escaping @Sendable (NotificationsApp) async throws -> Void
) async throws {
  try await withRouter(body) { database in
    let pool = database.pool(as: "pomoc_notifications", size: 20)
    let zone = try #require(TimeZone(identifier: "Europe/Warsaw"))
    let router = Router.suite()
    router.add(middleware: InnerTokenMiddleware(await InnerToken(key: Samples.innerKey)))
    router.add(NotificationController(pool: pool, now: { clock.now }).routes)
    router.add(ReminderController(pool: pool, calendar: .standard(in: zone), now: { clock.now }).routes)
    router.add(HistoryController(pool: pool, zone: zone, now: { clock.now }).routes)
    return Application(router: router, logger: Logger(label: "notifications"))
  }
}

private func withRouter(
  _ body: @escaping @Sendable (NotificationsApp) async throws -> Void,
  _ build: (TestDatabase) async throws -> Application<RouterResponder<AppContext>>
) async throws {
  try await Places.shared.occupy {
    try await withTestDatabase { database in
      let samples = try await Samples.insert(into: database)
      var quiet = try await build(database)
      quiet.logger.logLevel = .critical
      try await quiet.test(.router) { client in
        try await body(await NotificationsApp(samples: samples, database: database, client: client))
      }
    }
  }
}

extension Date {
  /// Now, without the part of a second, which the database would round.
  static var wholeSecond: Date { Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)) }
}

/// A clock that stands until it is set.
final class TestClock: Sendable {
  private let instant: Mutex<Date>

  init(_ instant: Date) { self.instant = Mutex(instant) }

  /// - Parameter text: RFC 3339.
  convenience init(_ text: String) throws { self.init(try #require(JSONCoding.instant(text))) }

  var now: Date {
    get { instant.withLock { $0 } }
    set { instant.withLock { $0 = newValue } }
  }

  func set(_ text: String) throws { now = try #require(JSONCoding.instant(text)) }

  func advance(_ seconds: TimeInterval) { now += seconds }
}

extension ConfigReader {
  /// Settings as if they stood in the environment.
  fileprivate init(environment: [String: String]) {
    let values = environment.map { name, value in
      (AbsoluteConfigKey(name.lowercased().split(separator: "_").map(String.init)), ConfigValue(stringLiteral: value))
    }
    self.init(provider: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: values)))
  }
}

private struct AnyField: Encodable {
  let value: any Encodable
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
