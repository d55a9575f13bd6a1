import Foundation
import Metrics
import ServiceLifecycle
import Synchronization

/// A bounded number of connections, lent to whoever asks first. Nobody waits longer than the deadlines say.
package final class Pool: Database, Service {
  /// Where the database is and how long anything may take.
  package struct Configuration: Sendable {
    /// `postgres://user:password@host:port/database`, with libpq's options after a `?`.
    package var url: String
    package var applicationName: String
    package var size = 8
    /// How long a caller waits for a connection to become free.
    package var acquireDeadline = Duration.seconds(3)
    package var connectDeadline = Duration.seconds(2)
    package var statementDeadline = Duration.seconds(5)

    package init(url: String, applicationName: String = "pomoc") {
      (self.url, self.applicationName) = (url, applicationName)
    }
  }

  /// What a caller gets: a connection, or the right to open one.
  private enum Grant { case connection(Connection), place }

  private struct Waiter {
    let id: Int
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<Grant, any Error>
  }

  private struct State {
    var idle: [Connection] = []
    /// Connections that are idle, lent or being opened.
    var places = 0
    var waiters: [Waiter] = []
    var lastID = 0
    var isTimerSet = false
    var isClosed = false
    /// Why the last attempt to connect failed; told to those who waited in vain.
    var failure: (any Error)?
    var closers: [CheckedContinuation<Void, Never>] = []
  }

  package let configuration: Configuration
  private let state = Mutex(State())
  private let inUse = Gauge(label: "pool_connections_in_use")
  private let waiting = Gauge(label: "pool_waiting")
  private let timeouts = Counter(label: "pool_acquire_timeouts_total")

  package init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  package func execute(_ sql: SQL) async throws -> QueryResult {
    let statement = try Statement(sql)
    let connection = try await lease()
    defer { giveBack(connection) }
    return try await connection.execute { [statement] }
  }

  @discardableResult
  package nonisolated(nonsending) func transaction<Output>(
    settings: [(String, String)] = [], _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output {
    let connection = try await lease()
    defer { giveBack(connection) }
    return try await Transaction.run(on: connection, settings: settings, body)
  }

  /// Serves until the graceful shutdown, then closes.
  package func run() async throws {
    try? await gracefulShutdown()
    await close()
  }

  /// Lends nothing more, waits at most ten seconds for what is lent, and ends the connections.
  package func close() async {
    let idle = state.withLock { state in
      defer { (state.idle, state.waiters, state.isClosed) = ([], [], true) }
      state.places -= state.idle.count
      state.waiters.forEach { $0.continuation.resume(throwing: Self.closed) }
      return state.idle
    }
    idle.forEach { $0.close() }
    await withCheckedContinuation { continuation in
      state.withLock { $0.closers.append(continuation) }
      finishClosing(unless: { $0.places > 0 })
      DispatchQueue.global().asyncAfter(deadline: .now() + 10) { self.finishClosing(unless: { _ in false }) }
    }
  }

  private static let closed = PostgresError.unavailable("the pool is closed")

  private func finishClosing(unless isTooEarly: (State) -> Bool) {
    let closers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard !isTooEarly(state) else { return [] }
      defer { state.closers = [] }
      return state.closers
    }
    closers.forEach { $0.resume() }
  }
}

extension Pool {
  private func lease() async throws -> Connection {
    if case .connection(let connection) = try await grant() {
      if connection.isAlive { return connection }
      connection.close()
    }
    do {
      let connection = try await Connection.open(configuration)
      state.withLock { $0.failure = nil }
      return connection
    } catch {
      if !(error is CancellationError) { state.withLock { $0.failure = error } }
      giveBack(nil)
      throw error
    }
  }

  private func grant() async throws -> Grant {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enter(Waiter(id: id, deadline: .now + configuration.acquireDeadline, continuation: continuation))
        if Task.isCancelled { leave(id) }
      }
    } onCancel: {
      leave(id)
    }
  }

  private func enter(_ waiter: Waiter) {
    let answer: Result<Grant, any Error>? = state.withLock { state in
      if state.isClosed { return .failure(Self.closed) }
      if let connection = state.idle.popLast() { return .success(.connection(connection)) }
      if state.places < configuration.size {
        state.places += 1
        return .success(.place)
      }
      state.waiters.append(waiter)
      setTimer(&state)
      return nil
    }
    if let answer { waiter.continuation.resume(with: answer) }
    record()
  }

  private func leave(_ id: Int) {
    let waiter = state.withLock { state in
      state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
    }
    waiter?.continuation.resume(throwing: CancellationError())
    record()
  }

  /// Takes a connection back, or with `nil` a place no connection was opened for, and hands it to the first waiter.
  private func giveBack(_ connection: Connection?) {
    let reusable = connection.flatMap { $0.isIdle ? $0 : nil }
    if reusable == nil { connection?.close() }
    let next = state.withLock { state -> Waiter? in
      if !state.waiters.isEmpty { return state.waiters.removeFirst() }
      if let reusable, !state.isClosed {
        state.idle.append(reusable)
      } else {
        reusable?.close()
        state.places -= 1
      }
      return nil
    }
    next?.continuation.resume(returning: reusable.map { .connection($0) } ?? .place)
    finishClosing(unless: { $0.places > 0 })
    record()
  }

  /// One timer is enough: who came first has the earliest deadline.
  private func setTimer(_ state: inout State) {
    guard !state.isTimerSet, let first = state.waiters.first else { return }
    state.isTimerSet = true
    DispatchQueue.global().asyncAfter(deadline: .now() + (first.deadline - .now).seconds) { self.expire() }
  }

  private func expire() {
    let (late, failure) = state.withLock { state in
      let late = state.waiters.prefix { $0.deadline <= .now }
      state.waiters.removeFirst(late.count)
      state.isTimerSet = false
      setTimer(&state)
      return (late, state.failure)
    }
    timeouts.increment(by: late.count)
    for waiter in late {
      waiter.continuation.resume(throwing: failure ?? PostgresError.deadline("no connection became free"))
    }
    record()
  }

  var load: (inUse: Int, waiting: Int) {
    state.withLock { ($0.places - $0.idle.count, $0.waiters.count) }
  }

  private func record() {
    inUse.record(load.inUse)
    waiting.record(load.waiting)
  }
}
