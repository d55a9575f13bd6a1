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
import TestSupport
import Testing

@testable import Tickets

/// A JSON object as a test writes it: `["topic": "Drukarka", "assignee_id": nil as String?]`.
typealias Fields = [String: any Encodable & Sendable]

/// The tickets process of one test: its routes, a database of its own, and the people of the samples.
struct TicketsApp: Sendable {
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
    pool = database.pool(as: "pomoc_tickets", size: 4)
    owner = database.pool(size: 2)
    token = await InnerToken(key: Samples.innerKey)
  }

  /// Sends a request; without a person, or with an `Authorization` of the test's own, no inner token is made.
  func send(
    _ method: HTTPRequest.Method, _ path: String, as person: Principal? = nil, headers: HTTPFields = [:],
    body: [UInt8]? = nil
  ) async throws -> Answer {
    var headers = headers
    if let person { headers[.authorization] = "Bearer \(try await token.sign(.principal(person)))" }
    let response = try await client.execute(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
    return Answer(response)
  }

  func get(_ path: String, as person: Principal, headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.get, path, as: person, headers: headers)
  }

  func post(_ path: String, as person: Principal, json: Fields, key: String? = nil) async throws -> Answer {
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.idempotencyKey] = key
    return try await send(.post, path, as: person, headers: headers, body: try bytes(of: json))
  }

  func patch(
    _ number: Int, as person: Principal, json: Fields, ifMatch: String? = nil
  ) async throws -> Answer {
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.ifMatch] = ifMatch
    return try await send(.patch, "/tickets/\(number)", as: person, headers: headers, body: try bytes(of: json))
  }

  /// Sends a file as it is; `name` is what the client calls it.
  func upload(
    _ bytes: [UInt8], name: String = "plik", as person: Principal, key: String? = nil
  ) async throws -> Answer {
    var headers: HTTPFields = [.contentType: "application/octet-stream"]
    headers[.idempotencyKey] = key
    let name = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
    return try await send(.post, "/attachments?name=\(name)", as: person, headers: headers, body: bytes)
  }

  private func bytes(of json: Fields) throws -> [UInt8] {
    Array(try JSONEncoder().encode(json.mapValues(AnyField.init)))
  }
}

/// Runs the body against a tickets process with a database of its own.
///
/// - Parameter settings: as in the environment, `ATTACHMENT_LIMIT`.
func withTickets(
  _ settings: [String: String] = [:], _ body: @escaping @Sendable (TicketsApp) async throws -> Void
) async throws {
  try await Places.shared.occupy {
    try await withTestDatabase { database in
      let samples = try await Samples.insert(into: database)
      // As many connections as any test has requests at once: what a busy machine makes wait is not under test here.
      let given = [
        "DATABASE_URL": database.url(as: "pomoc_tickets"), "DATABASE_POOL_SIZE": "20", "INNER_KEY": Samples.innerKey,
        "NOTIFICATIONS_URL": "http://127.0.0.1:9",
      ]
      let app = try await Tickets.build(ConfigReader(environment: given.merging(settings) { $1 }))
      var quiet = try #require(app as? Application<RouterResponder<AppContext>>)
      quiet.logger.logLevel = .critical
      try await quiet.test(.router) { client in
        try await body(await TicketsApp(samples: samples, database: database, client: client))
      }
    }
  }
}

extension ConfigReader {
  /// Settings as if they stood in the environment.
  init(environment: [String: String]) {
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
