import Domain
import NIOCore

/// Reads a `multipart/form-data` body (RFC 7578) part by part while it arrives, in bounded memory.
///
/// It is pulled: the body is asked for its next buffer only when the bytes at hand are used up, so a slow consumer
/// slows the sender down. At most one incoming buffer is held, and of the one before what may yet become a delimiter or
/// a header (``Limits/headerBytes``). Several tasks may read in turn, one waiting call at a time: an overlapping call
/// is `unexpected`.
///
/// A body that breaks the rules is `malformed`, one with too many parts `too_large`; an error of the body itself passes
/// through unchanged. After either, every further call throws the same error.
actor MultipartReader {
  /// How much of everything but the parts' content is accepted.
  struct Limits: Sendable {
    var parts = 100
    /// Of one part.
    var headers = 64
    /// Of one part, with line ends.
    var headerBytes = 8 * 1024
    /// Before the first delimiter; ignored.
    var preambleBytes = 8 * 1024
    /// After the last delimiter; ignored.
    var epilogueBytes = 8 * 1024
  }

  private var scanner: MultipartScanner
  private var incoming: any AsyncIteratorProtocol<ByteBuffer, any Error>
  private var isReading = false
  private var failure: (any Error)?
  /// Which part is the current one, so that who was handed an earlier one cannot read on in a later one.
  private var ordinal = 0

  /// Prepares to read `body`, whose `Content-Type` is given; nothing is read yet.
  ///
  /// Another media type is `unsupported_media_type`, a missing or illegal boundary `malformed`.
  init(
    contentType: String, body: some AsyncSequence<ByteBuffer, any Error> & Sendable, limits: Limits = Limits()
  ) throws(Problem) {
    scanner = MultipartScanner(delimiter: try MultipartDelimiter(contentType: contentType), limits: limits)
    incoming = body.makeAsyncIterator()
  }

  /// The next part, after discarding what is left of the current one; nil when the whole body has been read.
  func nextPart() async throws -> MultipartPart? {
    ordinal += 1
    while true {
      switch try await nextEvent() {
      case .part(let part): return part
      case .content, .endOfPart: continue
      case .endOfBody: return nil
      }
    }
  }

  /// The next bytes of the current part, never empty; nil at its end, and when there is no current part.
  func nextChunk() async throws -> ByteBuffer? {
    try requireReadable()
    guard scanner.isInPart, case .content(let chunk) = try await nextEvent() else { return nil }
    return chunk
  }

  /// What is left of the current part, as strict UTF-8.
  ///
  /// Other bytes are `malformed`, more than `limit` bytes `too_large`; either way the next part can still be read.
  func text(upTo limit: Int) async throws -> String {
    var collected = ByteBuffer()
    while let chunk = try await nextChunk() {
      guard collected.readableBytes + chunk.readableBytes <= limit else { throw Problem(.tooLarge) }
      collected.writeImmutableBuffer(chunk)
    }
    guard let text = String(validating: collected.readableBytesView, as: UTF8.self) else { throw Problem(.malformed) }
    return text
  }

  /// What is left of the current part, to be handed to an HTTP client.
  var chunks: MultipartPartBody { MultipartPartBody(reader: self, ordinal: ordinal) }

  /// ``nextChunk()`` for who was handed one part: once the reader has moved on it throws, since nil would say that the
  /// part had been read to its end.
  func nextChunk(ofPart ordinal: Int) async throws -> ByteBuffer? {
    guard ordinal == self.ordinal else { throw Problem(.unexpected) }
    return try await nextChunk()
  }

  private func nextEvent() async throws -> MultipartScanner.Event {
    try requireReadable()
    isReading = true
    defer { isReading = false }
    do {
      while true {
        if let event = try scanner.next() { return event }
        if let buffer = try await nextBuffer() { scanner.append(buffer) } else { scanner.finish() }
      }
    } catch {
      failure = error
      throw error
    }
  }

  private func requireReadable() throws {
    guard !isReading else { throw Problem(.unexpected) }
    if let failure { throw failure }
  }

  private func nextBuffer() async throws -> ByteBuffer? {
    var iterator = incoming
    defer { incoming = iterator }
    let buffer = try await iterator.next(isolation: self)
    // Many sequences simply end when their reader is cancelled; that is not the client's mistake.
    if buffer == nil { try Task.checkCancellation() }
    return buffer
  }
}
