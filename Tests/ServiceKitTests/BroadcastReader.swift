import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Synchronization

@testable import ServiceKit

/// Somebody who reads an event stream, at their own pace, over a connection that carries nothing else.
final class BroadcastReader: Sendable {
  private struct State {
    var text = ""
    var events: [EventStream.Event] = []
    var parser = EventStreamReader()
    var isReading: Bool
    var isOver = false
    var task: Task<Void, Never>?
  }

  /// What is thrown to whoever writes to a client that is gone.
  struct Gone: Error {}

  let headers: HTTPFields
  private let state: Mutex<State>

  /// - Parameter isReading: whether to take what is written; otherwise the writer waits for ``read()``.
  init(_ response: Response, isReading: Bool = true) {
    headers = response.headers
    state = Mutex(State(isReading: isReading))
    let task = Task {
      try? await response.body.write(Writer(reader: self))
      state.withLock { $0.isOver = true }
    }
    state.withLock { $0.task = task }
  }

  var text: String { state.withLock { $0.text } }
  var events: [EventStream.Event] { state.withLock { $0.events } }
  /// What its events say, without names and ids.
  var data: [String] { events.map(\.data) }
  /// Whether the answer is complete, or was given up.
  var isOver: Bool { state.withLock { $0.isOver } }

  /// Takes what is written from now on.
  func read() { state.withLock { $0.isReading = true } }

  /// Goes away, as a closed connection cancels who writes to it.
  func leave() { state.withLock { $0.task }?.cancel() }

  private func take(_ buffer: ByteBuffer) async throws {
    while state.withLock({ !$0.isReading }) { try await Task.sleep(for: .milliseconds(5)) }
    try Task.checkCancellation()
    try state.withLock { state in
      state.text += String(buffer: buffer)
      state.events += try state.parser.read(buffer)
    }
  }

  private struct Writer: ResponseBodyWriter {
    let reader: BroadcastReader

    func write(_ buffer: ByteBuffer) async throws { try await reader.take(buffer) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}

/// Runs the body with a connection's channel, which does nothing but be open until somebody closes it.
func withChannel(_ body: (any Channel) async throws -> Void) async throws {
  let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0)
    .get()
  do {
    try await body(channel)
  } catch {
    try? await channel.close()
    throw error
  }
  try? await channel.close()
}
