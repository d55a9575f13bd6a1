import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOFoundationEssentialsCompat
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import ServiceKit

/// A process that facts are carried to, and what it has been told so far.
final class FactReceiver: Sendable {
  struct Told: Sendable {
    let event: Event
    let requestId: String?
    let process: String
  }

  private struct State {
    var told: [Told] = []
    var answer: @Sendable (Event) async -> HTTPResponse.Status = { _ in .noContent }
  }

  private let state = Mutex(State())

  /// All that came, also what was refused.
  var told: [Told] { state.withLock { $0.told } }

  /// What it was told of a ticket: the texts of the facts, in the order in which they came.
  func texts(of number: Int) -> [String] {
    told.map(\.event).filter { $0.ticketNumber == number }.map { $0.text ?? "" }
  }

  /// How it answers from now on.
  func answer(_ answer: @escaping @Sendable (Event) async -> HTTPResponse.Status) {
    state.withLock { $0.answer = answer }
  }

  fileprivate func take(_ request: Request, _ context: AppContext) async throws -> Response {
    let body = try await request.body.collect(upTo: 1_000_000)
    let event = try JSONCoding.decode(Event.self, from: Data(buffer: body))
    let told = Told(event: event, requestId: request.headers[.requestId], process: try context.requireProcess())
    let answer = state.withLock { state in
      state.told.append(told)
      return state.answer
    }
    let status = await answer(event)
    return Response(status: status, body: .init(byteBuffer: .init(string: status.code == 422 ? "no such account" : "")))
  }
}

/// A service whose facts are to be carried: its database, who works in it, and the receiver.
struct Road: Sendable {
  let samples: Samples
  let receiver: FactReceiver
  /// The database as its owner.
  let owner: Pool
  fileprivate let database: TestDatabase
  fileprivate let client: HTTPClient
  fileprivate let port: Int

  /// A relay with a pool of its own.
  ///
  /// - Parameters:
  ///   - port: where it believes the receiver to listen
  ///   - firstPause: longer than any test, which make time pass themselves
  func relay(to port: Int? = nil, firstPause: Duration = .seconds(3_600)) async -> OutboxRelay {
    let address = "http://127.0.0.1:\(port ?? self.port)"
    return OutboxRelay(
      pool: database.pool(as: "pomoc_tickets", size: 2),
      receiver: ServiceClient(client, base: address, token: await InnerToken(key: Samples.innerKey)),
      service: "tickets",
      firstPause: firstPause)
  }

  /// Writes a fact as the tickets service does when somebody answers.
  @discardableResult
  func append(_ text: String, about number: Int, as requestId: String? = nil) async throws -> Event {
    let event = Event(
      kind: .ticketAnswered, occurredAt: Date(timeIntervalSince1970: 1_780_000_000.25), actor: samples.agent,
      accountId: samples.baltyk.id, authorId: samples.reception.userId, ticketNumber: number, topic: "Drukarka",
      status: .inProgress, text: text)
    var logger = Logger(label: "test")
    logger[metadataKey: "request_id"] = requestId.map { "\($0)" }
    let pool = database.pool(as: "pomoc_tickets", size: 1)
    try await withLogger(logger) { _ in
      try await pool.acting(as: samples.agent) { db in try await Outbox(db: db).append(event) }
    }
    await pool.close()
    return event
  }

  /// The rows that wait or were set aside, oldest first.
  func rows() async throws -> [Row] {
    try await owner.all(
      """
      SELECT event ->> 'text' AS text, service, subject, request_id, attempts, due_at > clock_timestamp() AS is_later,
        set_aside_at IS NOT NULL AS is_aside, failure
      FROM outbox
      ORDER BY id
      """)
  }

  /// Makes all that is put off due now.
  func passTime() async throws { try await owner.run("UPDATE outbox SET due_at = clock_timestamp()") }

  struct Row: Decodable, Equatable {
    let text: String
    var service = "pomoc_tickets"
    let subject: Int
    var requestId: String?
    var attempts = 0
    var isLater = false
    var isAside = false
    var failure: String?
  }
}

extension OutboxRelay {
  /// Carries until nothing more is taken.
  func carryAll() async throws {
    while try await carryBatch() > 0 {}
  }
}

/// Runs the body with a receiver that listens and a database with nothing in the outbox.
func withRoad(_ body: @escaping @Sendable (Road) async throws -> Void) async throws {
  try await withTestDatabase { database in
    let samples = try await Samples.insert(into: database)
    let receiver = FactReceiver()
    let router = Router<AppContext>.suite()
    router.add(middleware: InnerTokenMiddleware(await InnerToken(key: Samples.innerKey)))
    router.add([Route(.post, "/events", use: receiver.take)])
    let quiet = Logger(label: "test", level: .critical)
    let app = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: quiet)
    try await app.test(.live) { test in
      let client = ServiceClient.httpClient()
      let road = Road(
        samples: samples, receiver: receiver, owner: database.pool(size: 2), database: database, client: client,
        port: try #require(test.port))
      do {
        try await withLogger(quiet) { _ in try await body(road) }
      } catch {
        try? await client.shutdown()
        throw error
      }
      try await client.shutdown()
    }
  }
}

extension Logger {
  fileprivate init(label: String, level: Level) {
    self.init(label: label)
    logLevel = level
  }
}
