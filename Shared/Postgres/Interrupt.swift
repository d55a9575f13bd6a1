import CPostgres
import Foundation
import Synchronization

/// Waits until the socket is ready; `false` when the deadline comes first.
func isReady(_ socket: Int32, for events: Int32, by deadline: ContinuousClock.Instant) -> Bool {
  var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
  while true {
    let left = max(.zero, deadline - .now).components
    let milliseconds = left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    let answer = poll(&descriptor, 1, Int32(clamping: milliseconds))
    if answer > 0 || (answer < 0 && errno != EINTR) { return true }
    if answer == 0, deadline <= .now { return false }
  }
}

/// Asks the server, over a connection of its own, to stop what a session is doing.
///
/// `@unchecked`, because libpq lets any thread use a `PGcancel`.
final class Canceller: @unchecked Sendable {
  private let request: OpaquePointer?
  private let underWay = DispatchGroup()

  init(_ link: OpaquePointer) { request = PQgetCancel(link) }
  deinit { PQfreeCancel(request) }

  /// `PQcancel` blocks until the server has taken note, so it runs elsewhere.
  func fire() {
    DispatchQueue.global().async(group: underWay) {
      var reason = [CChar](repeating: 0, count: 256)
      PQcancel(self.request, &reason, Int32(reason.count))
    }
  }

  /// Waits for requests under way; `false` when one is stuck.
  func settle() -> Bool { underWay.wait(timeout: .now() + 1) == .success }
}

/// Ties a task to the statement it waits for: a cancelled task stops its own statement and never the next one.
final class Interrupt: Sendable {
  private enum Phase { case waiting, running(Canceller), over }
  private struct State {
    var phase = Phase.waiting
    var isCancelled = false
  }
  private let state = Mutex(State())

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// The task was cancelled.
  func cancel() {
    state.withLock {
      $0.isCancelled = true
      if case .running(let canceller) = $0.phase { canceller.fire() }
    }
  }

  /// The statement's turn has come.
  func begin(_ canceller: Canceller) throws {
    try state.withLock {
      guard !$0.isCancelled else { throw CancellationError() }
      $0.phase = .running(canceller)
    }
  }

  func end() {
    state.withLock { $0.phase = .over }
  }
}

/// The time a statement has. When it is over the server is asked to cancel and gets one more second to answer.
final class Watch {
  private let interrupt: Interrupt
  private var deadline: ContinuousClock.Instant
  private var isOverdue = false

  init(limit: Duration, interrupt: Interrupt) {
    (self.interrupt, deadline) = (interrupt, .now + limit)
  }

  var isInterrupted: Bool { isOverdue || interrupt.isCancelled }

  /// Why the statement was stopped.
  var reason: any Error {
    interrupt.isCancelled ? CancellationError() : PostgresError.deadline("the statement took too long")
  }

  /// Waits for the socket; `false` when the server does not even answer to being asked to cancel.
  func wait(_ socket: Int32, for events: Int32, _ canceller: Canceller) -> Bool {
    if isReady(socket, for: events, by: deadline) { return true }
    guard !isOverdue else { return false }
    isOverdue = true
    deadline = .now + .seconds(1)
    canceller.fire()
    return isReady(socket, for: events, by: deadline)
  }
}
