import CPostgres
import Foundation
import Synchronization

/// Hears what is said on a channel of the database (`LISTEN`, `NOTIFY`), over a connection and a thread of its own.
package struct Listener: Sendable {
  /// What a listener has to say.
  package enum Signal: Sendable, Equatable {
    /// It listens from now on. What was said before, or while the connection was lost, it has not heard: catch up.
    case listening
    /// Somebody said this.
    case payload(String)
  }

  private let configuration: Pool.Configuration
  private let channel: StaticString

  /// How many signals wait for a slow reader; past them it starts anew, and with that catches up.
  private static let backlog = 1_024
  /// How long stopping may take, and how often a lost connection is tried again at most.
  private static let patience = Duration.milliseconds(500)

  /// - Parameter channel: its name, a plain identifier.
  package init(_ configuration: Pool.Configuration, channel: StaticString) {
    (self.configuration, self.channel) = (configuration, channel)
  }

  /// The signals from now until the reader stops reading. A lost connection is made again by itself, without an end.
  package func signals() -> AsyncStream<Signal> {
    let (signals, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .bufferingOldest(Self.backlog))
    let isStopped = Flag()
    continuation.onTermination = { _ in isStopped.raise() }
    Thread.detachNewThread {
      while !isStopped.isRaised {
        // Why it failed is told by everything else that needs the database.
        try? listen(continuation, until: isStopped)
        Thread.sleep(forTimeInterval: Double.random(in: 0.5...1) * Self.patience.seconds)
      }
    }
    return signals
  }

  /// Listens until stopped; throws when the connection is lost, and returns when the reader is too far behind.
  private func listen(_ reader: AsyncStream<Signal>.Continuation, until isStopped: Flag) throws {
    let link = try Session.connect(configuration)
    defer { PQfinish(link) }
    let answer = PQexec(link, "LISTEN \(channel)")
    defer { PQclear(answer) }
    guard PQresultStatus(answer) == PGRES_COMMAND_OK else { throw PostgresError(connecting: link) }
    // A reader that has no room for it would never know what it missed.
    if case .dropped = reader.yield(.listening) { return }
    while !isStopped.isRaised {
      guard isReady(PQsocket(link), for: POLLIN, by: .now + Self.patience) else { continue }
      guard PQconsumeInput(link) == 1 else { throw PostgresError(connecting: link) }
      while let notification = PQnotifies(link) {
        defer { PQfreemem(notification) }
        let heard = reader.yield(.payload(String(cString: notification.pointee.extra)))
        if case .dropped = heard { return }
      }
    }
  }
}

/// Raised once.
private final class Flag: Sendable {
  private let state = Atomic(false)

  var isRaised: Bool { state.load(ordering: .acquiring) }

  func raise() { state.store(true, ordering: .releasing) }
}
