import Foundation
import Synchronization

/// One connection to the server and the thread that serves it. Statements queue up and run one after another.
final class Connection: Sendable {
  private struct Standing {
    var isIdle = true
    var isClosed = false
  }

  private let mailbox: Mailbox
  private let socket: Int32
  private let limit: Duration
  private let standing = Mutex(Standing())

  private init(_ mailbox: Mailbox, socket: Int32, limit: Duration) {
    (self.mailbox, self.socket, self.limit) = (mailbox, socket, limit)
  }

  deinit { mailbox.stop() }

  /// Connects on a new thread. The caller waits no longer than the deadline, even where libpq does.
  static func open(_ configuration: Pool.Configuration) async throws -> Connection {
    let answer = Answer<Connection>()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        answer.wait(continuation)
        Thread.detachNewThread {
          let mailbox = Mailbox()
          do {
            let session = try Session(configuration)
            answer.give(.success(Connection(mailbox, socket: session.socket, limit: configuration.statementDeadline)))
            mailbox.serve(session)
          } catch {
            answer.give(.failure(error))
          }
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + configuration.connectDeadline.seconds + 0.1) {
          answer.give(.failure(PostgresError.unavailable("no connection came about in time")))
        }
      }
    } onCancel: {
      answer.give(.failure(CancellationError()))
    }
  }

  var isClosed: Bool { standing.withLock { $0.isClosed } }

  /// No statement runs and no transaction is open.
  var isIdle: Bool { standing.withLock { $0.isIdle && !$0.isClosed } }

  /// Whether an idle connection is still good. Between statements the server has nothing to say but that it goes away.
  var isAlive: Bool { isIdle && !isReady(socket, for: POLLIN, by: .now) }

  /// Runs a batch in one round trip and answers its last result; the batch is asked for when its turn has come.
  /// - Parameter isShielded: Whether it runs to its end although the task is cancelled.
  func execute(isShielded: Bool = false, _ batch: @escaping @Sendable () throws -> [Statement]) async throws
    -> QueryResult
  {
    try await perform(within: limit, isShielded: isShielded) { try $0.execute(try batch(), $1) }
  }

  /// Runs SQL made at run time: the one door for it, and only `Migrator` goes through.
  func script(_ text: String, within limit: Duration) async throws {
    try await perform(within: limit, isShielded: false) { try $0.script(text, $1) }
  }

  /// Ends the connection and its thread when the statement under way is done.
  func close() {
    standing.withLock { $0.isClosed = true }
    mailbox.stop()
  }

  private func perform<Output: Sendable>(
    within limit: Duration, isShielded: Bool, _ work: @escaping @Sendable (Session, Watch) throws -> Output
  ) async throws -> Output {
    let interrupt = Interrupt()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isAccepted = mailbox.post { session in
          let outcome = Result {
            try interrupt.begin(session.canceller)
            return try work(session, Watch(limit: limit, interrupt: interrupt))
          }
          interrupt.end()
          session.settle()
          self.standing.withLock {
            $0.isIdle = session.isIdle
            if session.isBroken { $0.isClosed = true }
          }
          if session.isBroken { self.mailbox.stop() }
          continuation.resume(with: outcome)
        }
        if !isAccepted { continuation.resume(throwing: PostgresError.unavailable("the connection is closed")) }
      }
    } onCancel: {
      if !isShielded { interrupt.cancel() }
    }
  }
}

/// The queue before a connection's thread.
private final class Mailbox: Sendable {
  typealias Job = @Sendable (Session) -> Void

  private struct State {
    var jobs: [Job] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let news = DispatchSemaphore(value: 0)

  /// Answers `false` when nobody will come for the job.
  func post(_ job: @escaping Job) -> Bool {
    let isAccepted = state.withLock {
      if !$0.isStopped { $0.jobs.append(job) }
      return !$0.isStopped
    }
    news.signal()
    return isAccepted
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    news.signal()
  }

  /// Does what is posted, on the calling thread, until stopped and empty.
  func serve(_ session: Session) {
    while true {
      let (jobs, isStopped) = state.withLock { state in
        defer { state.jobs = [] }
        return (state.jobs, state.isStopped)
      }
      for job in jobs { job(session) }
      if jobs.isEmpty {
        if isStopped { return }
        news.wait()
      }
    }
  }
}

/// The first of several answers to one question; the later ones are dropped.
private final class Answer<Value: Sendable>: Sendable {
  private enum State {
    case asked(CheckedContinuation<Value, any Error>?)
    case early(Result<Value, any Error>)
    case given
  }
  private let state = Mutex(State.asked(nil))

  func wait(_ continuation: CheckedContinuation<Value, any Error>) {
    let early = state.withLock { state -> Result<Value, any Error>? in
      guard case .early(let result) = state else {
        state = .asked(continuation)
        return nil
      }
      return result
    }
    if let early { continuation.resume(with: early) }
  }

  func give(_ result: Result<Value, any Error>) {
    let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      guard case .asked(let continuation) = state else { return nil }
      state = continuation == nil ? .early(result) : .given
      return continuation
    }
    continuation?.resume(with: result)
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
