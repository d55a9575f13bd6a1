import NIOCore
import NIOHTTP1
import NIOPosix

/// A plain socket, for requests that no HTTP client would send.
package final class RawConnection {
  private let channel: any Channel
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var received = ByteBuffer()

  private init(
    _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) {
    self.channel = channel.channel
    self.inbound = inbound.makeAsyncIterator()
    self.outbound = outbound
  }

  /// Runs the body with a connection, which is closed afterwards and in any case at the deadline.
  package static func open<Output>(
    _ port: Int, within deadline: Duration = .seconds(60), _ body: (RawConnection) async throws -> Output
  ) async throws -> Output {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    channel.channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(deadline / .nanoseconds(1)))) {
      channel.channel.close(promise: nil)
    }
    return try await channel.executeThenClose { inbound, outbound in
      try await body(RawConnection(channel, inbound, outbound))
    }
  }

  package func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

  package func send(_ bytes: ByteBuffer) async throws { try await outbound.write(bytes) }

  /// Says that nothing more will come, but still listens.
  package func finish() { outbound.finish() }

  /// Resets the connection, as a client does whose machine is switched off in the middle.
  package func reset() async throws {
    try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    try await channel.close().get()
  }

  /// The next answer; nil when the other side hangs up before one is complete.
  ///
  /// - Parameter toHead: whether it answers a HEAD, and so has no body whatever its length says.
  package func answer(toHead: Bool = false) async throws -> RawAnswer? {
    while true {
      if let answer = RawAnswer(reading: &received, hasBody: !toHead) { return answer }
      do {
        guard var more = try await inbound.next() else { return nil }
        received.writeBuffer(&more)
      } catch is IOError {
        return nil
      }
    }
  }
}

/// An answer as it came over the wire, with a body of known length or none.
package struct RawAnswer: Sendable {
  package let status: Int
  package let headers: HTTPHeaders
  package let body: String

  /// Takes one answer out of the buffer; nil when it is not complete.
  init?(reading buffer: inout ByteBuffer, hasBody: Bool) {
    let text = String(buffer: buffer)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let head = text[..<end.lowerBound].split(separator: "\r\n")
    var headers = HTTPHeaders()
    for line in head.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers.add(name: String(parts[0]), value: parts.count == 2 ? String(parts[1].dropFirst()) : "")
    }
    let status = head.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let length = hasBody ? headers.first(name: "Content-Length").flatMap(Int.init) ?? 0 : 0
    let headLength = text[..<end.upperBound].utf8.count
    guard let status, buffer.readableBytes >= headLength + length else { return nil }
    buffer.moveReaderIndex(forwardBy: headLength)
    self.status = status
    self.headers = headers
    body = buffer.readString(length: length) ?? ""
  }
}
