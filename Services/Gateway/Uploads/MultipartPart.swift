import NIOCore

/// What a part says about itself before its content.
struct MultipartPart: Sendable, Equatable {
  /// The field's name, never empty.
  let name: String
  /// As the client gave it, possibly with a path; present on files only. Empty when a browser's file field had no file
  /// chosen.
  let filename: String?
  /// The media type as the client claims it, with its parameters.
  let contentType: String?
}

/// The content of one part, read once, for a client's upload.
///
/// Each chunk is pulled from the incoming request when the client has sent the one before, so the slower of the two
/// connections sets the pace and nothing piles up between them.
struct MultipartPartBody: AsyncSequence, Sendable {
  let reader: MultipartReader
  let ordinal: Int

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

  struct AsyncIterator: AsyncIteratorProtocol {
    let body: MultipartPartBody

    func next() async throws -> ByteBuffer? { try await body.reader.nextChunk(ofPart: body.ordinal) }
  }
}
