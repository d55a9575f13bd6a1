import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events (WHATWG HTML, 9.2), as they are written. ``EventStreamReader`` reads them.
package enum EventStream {
  /// One event; its name and id have no line breaks.
  package struct Event: Sendable, Equatable {
    package let name: String
    package let id: String?
    package let data: String

    package init(name: String, id: String? = nil, data: String) {
      self.name = name
      self.id = id
      self.data = data
    }

    /// As it stands in the stream.
    package var buffer: ByteBuffer {
      let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }.joined()
      return ByteBuffer(string: "event: \(name)\n\(id.map { "id: \($0)\n" } ?? "")\(lines)\n")
    }
  }

  package static let mediaType = "text/event-stream"

  /// How long a stream is silent at the most.
  package static let heartbeatInterval = Duration.seconds(20)
  /// A comment, which says only that the stream lives.
  static let heartbeat = ByteBuffer(string: ":\n\n")
  /// Comes at once, so that the client sees that nothing holds the stream back; and when to come again, in milliseconds.
  private static let opening = ByteBuffer(string: ":\nretry: 2000\n\n")

  /// Answers with what is written to the stream, until it ends, the client goes or the process stops.
  ///
  /// - Parameter finish: finishes the stream.
  static func response(_ stream: AsyncStream<ByteBuffer>, finish: @escaping @Sendable () -> Void) -> Response {
    var response = Response(
      status: .ok,
      body: ResponseBody { writer in
        defer { finish() }
        try await writer.write(opening)
        try await withGracefulShutdownHandler {
          for await buffer in stream { try await writer.write(buffer) }
        } onGracefulShutdown: {
          finish()
        }
        try await writer.finish(nil)
      })
    response.headers[.contentType] = mediaType
    response.headers[.cacheControl] = "no-store, no-transform"
    response.headers[.accelBuffering] = "no"
    return response
  }
}

extension HTTPField.Name {
  /// nginx and others: do not hold the answer back.
  fileprivate static let accelBuffering = Self("X-Accel-Buffering")!
  package static let lastEventId = Self("Last-Event-ID")!
}
