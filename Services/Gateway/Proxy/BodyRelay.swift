import AsyncAlgorithms
import AsyncHTTPClient
import Domain
import NIOCore
import ServiceKit

/// Hands a request's body on to an inner call, piece by piece.
///
/// The request's own task reads, and reads to the end even when the service has answered already: a browser that is
/// still sending would not see an early answer, and the server goes on with the connection after us. Nothing is kept:
/// the next piece is read when the service has taken the last one.
enum BodyRelay {
  /// How far the call may run ahead of its connection, in bytes.
  private static let unsettledBytes = 512 * 1024

  /// - Parameters:
  ///   - limit: the most bytes that are read
  ///   - length: the body's, in bytes, when it is known
  ///   - next: the next piece of the body; nil at its end
  ///   - call: the inner call, given the body to send
  /// - Returns: what the call answered
  /// - Throws: 413 `attachment_too_large` over the limit
  static func relay<Answer: Sendable>(
    limit: Int, length: Int? = nil, reading next: () async throws -> ByteBuffer?,
    to call: @escaping @Sendable (HTTPClientRequest.Body) async throws -> Answer
  ) async throws -> Answer {
    let channel = AsyncThrowingChannel<ByteBuffer, any Error>()
    async let answer = answering(channel) {
      try await call(.stream(channel, length: length.map { .known(Int64($0)) } ?? .unknown))
    }
    do {
      var count = 0
      var settled = 0
      while let piece = try await next() {
        count += piece.readableBytes
        guard count <= limit else { throw Problem(.attachmentTooLarge) }
        await channel.send(piece)
        if count - settled > unsettledBytes {
          await ServiceClient.settle()
          settled = count
        }
      }
      channel.finish()
    } catch {
      channel.fail(error)
      _ = try? await answer
      throw error
    }
    return try await answer
  }

  /// Once the service has answered, pieces that are still sent go nowhere.
  private static func answering<Answer: Sendable>(
    _ channel: AsyncThrowingChannel<ByteBuffer, any Error>, _ call: @Sendable () async throws -> Answer
  ) async throws -> Answer {
    defer { channel.finish() }
    return try await call()
  }
}
