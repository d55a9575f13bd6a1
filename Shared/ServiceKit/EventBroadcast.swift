import Domain
import Foundation
import Hummingbird
import Metrics
import NIOCore
import ServiceLifecycle
import Synchronization

/// Hands signals on to open event streams, each to those who may hear it.
///
/// Nothing grows: a stream whose reader is behind is cut, a person has so many and no more, and what was sent is
/// remembered for a while only, for those who come back with `Last-Event-ID`.
package final class EventBroadcast<Signal: Sendable>: Service {
  /// How a stream is opened.
  package struct Terms: Sendable {
    /// Whose it is; a person has ``EventBroadcast/streamsAPerson`` at the most.
    package var owner: UUID
    /// What its reader signed in with; when that is revoked, the stream ends.
    package var credential: [UInt8]?
    /// How long it lasts.
    package var lifetime: Duration
    /// Whether it ends after its first event (long polling).
    package var endsAfterFirst = false
    /// The last event that the reader knows, as it was told.
    package var lastEventId: String?

    package init(owner: UUID, lifetime: Duration) {
      self.owner = owner
      self.lifetime = lifetime
    }
  }

  private struct Listener {
    let terms: Terms
    let admits: @Sendable (Signal) -> Bool
    let pipe: AsyncStream<ByteBuffer>.Continuation
    let cut: @Sendable () -> Void
    let end: ContinuousClock.Instant
    var nextHeartbeat: ContinuousClock.Instant
  }

  private struct State {
    var listeners: [UUID: Listener] = [:]
    var streams: [UUID: Int] = [:]
    /// Names this row of events; another one starts when some may have been missed.
    var epoch = UUID.v7().text
    var count = 0
    var recent: [(signal: Signal, event: EventStream.Event)] = []

    /// What was sent after an event; nil when that cannot be told.
    func events(after id: String?) -> ArraySlice<(signal: Signal, event: EventStream.Event)>? {
      guard let parts = id?.split(separator: "."), parts.count == 2, parts[0] == epoch, let known = Int(parts[1]),
        known >= count - recent.count, known <= count
      else { return nil }
      return recent.suffix(count - known)
    }
  }

  package static var streamsAPerson: Int { 50 }
  /// Events that wait for a reader.
  private static var backlog: Int { 64 }
  private static var remembered: Int { 512 }

  private let state = Mutex(State())
  private let open = Gauge(label: "event_streams_open")
  private let cut = Counter(label: "event_streams_cut_total")
  private let sent = Counter(label: "events_sent_total")

  package init() {}

  /// How many streams are open.
  package var count: Int { state.withLock { $0.listeners.count } }

  /// Opens a stream.
  ///
  /// - Parameters:
  ///   - first: what to send at once, unless the reader's last event is known and all since then is sent instead
  ///   - admits: whether its reader may hear a signal
  /// - Throws: 429 `rate_limited` for a person with too many streams.
  package func stream(
    _ terms: Terms, on channel: any Channel, first: [EventStream.Event] = [],
    admits: @escaping @Sendable (Signal) -> Bool
  ) throws(Problem) -> Response {
    let id = UUID.v7()
    let (pipe, writer) = AsyncStream<ByteBuffer>.makeStream(bufferingPolicy: .bufferingOldest(Self.backlog))
    let listener = Listener(
      terms: terms, admits: admits, pipe: writer,
      // A reader that takes nothing would not see the stream's end either.
      cut: { channel.close(promise: nil) },
      end: .now + terms.lifetime, nextHeartbeat: .now + EventStream.heartbeatInterval)
    let missed = state.withLock { state -> [EventStream.Event]? in
      guard state.streams[terms.owner, default: 0] < Self.streamsAPerson else { return nil }
      state.streams[terms.owner, default: 0] += 1
      state.listeners[id] = listener
      open.record(state.listeners.count)
      let missed = state.events(after: terms.lastEventId)?.filter { admits($0.signal) }.map(\.event)
      // More than a stream holds would be sent in part.
      return missed.flatMap { $0.count <= Self.backlog ? $0 : nil } ?? first
    }
    guard let missed else { throw Problem(.rateLimited, retryAfter: 30) }
    writer.onTermination = { [weak self] _ in self?.end(id) }
    for event in missed { writer.yield(event.buffer) }
    if terms.endsAfterFirst, !missed.isEmpty { end(id) }
    return EventStream.response(pipe) { writer.finish() }
  }

  /// Sends a signal, as an event of this name and data, to all who may hear it.
  package func send(_ signal: Signal, name: String, data: String) {
    let (listeners, event) = state.withLock { state in
      state.count += 1
      let event = EventStream.Event(name: name, id: "\(state.epoch).\(state.count)", data: data)
      state.recent.append((signal, event))
      if state.recent.count > 2 * Self.remembered { state.recent.removeFirst(Self.remembered) }
      return (state.listeners, event)
    }
    let buffer = event.buffer
    for (id, listener) in listeners where listener.admits(signal) { write(buffer, to: id, listener) }
    sent.increment()
  }

  /// Forgets what was sent and ends all streams: events may have been missed, so their readers have to start anew.
  package func restart() {
    let ids = state.withLock { state in
      state.epoch = UUID.v7().text
      state.recent = []
      return Array(state.listeners.keys)
    }
    ids.forEach(end)
  }

  /// Ends the streams of a credential that is none any more.
  package func end(credential: [UInt8]) {
    let ids = state.withLock { $0.listeners.filter { $0.value.terms.credential == credential }.map(\.key) }
    ids.forEach(end)
  }

  /// Keeps the streams alive and ends those whose time is over, until the process stops.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(1))
        self.tend(now: .now)
      }
    }
  }

  func tend(now: ContinuousClock.Instant) {
    let (over, silent) = state.withLock { state in
      let over = state.listeners.filter { $0.value.end <= now }
      let silent = state.listeners.filter { $0.value.nextHeartbeat <= now && $0.value.end > now }
      for id in silent.keys { state.listeners[id]?.nextHeartbeat = now + EventStream.heartbeatInterval }
      return (over, silent)
    }
    over.keys.forEach(end)
    for (id, listener) in silent { write(EventStream.heartbeat, to: id, listener, isEvent: false) }
  }

  private func write(_ buffer: ByteBuffer, to id: UUID, _ listener: Listener, isEvent: Bool = true) {
    switch listener.pipe.yield(buffer) {
    case .dropped:
      cut.increment()
      end(id)
      listener.cut()
    default:
      if isEvent, listener.terms.endsAfterFirst { end(id) }
    }
  }

  private func end(_ id: UUID) {
    let listener = state.withLock { state -> Listener? in
      guard let listener = state.listeners.removeValue(forKey: id) else { return nil }
      let left = state.streams[listener.terms.owner, default: 1] - 1
      state.streams[listener.terms.owner] = left > 0 ? left : nil
      open.record(state.listeners.count)
      return listener
    }
    listener?.pipe.finish()
  }
}
