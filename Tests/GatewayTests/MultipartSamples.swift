import Domain
import NIOCore

@testable import Gateway

/// A request body that is already there, cut into given buffers, and perhaps ends with an error.
struct MultipartSampleBody: AsyncSequence, Sendable {
  var buffers: [ByteBuffer]
  var error: (any Error)?

  struct AsyncIterator: AsyncIteratorProtocol {
    var rest: ArraySlice<ByteBuffer>
    let error: (any Error)?

    mutating func next() async throws -> ByteBuffer? {
      if let buffer = rest.popFirst() { return buffer }
      if let error { throw error }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: buffers[...], error: error) }
}

/// A part with its whole content.
struct MultipartSamplePart: Equatable {
  var name: String
  var filename: String?
  var contentType: String?
  var content: [UInt8]

  init(_ name: String, filename: String? = nil, contentType: String? = nil, _ content: String) {
    self.init(name, filename: filename, contentType: contentType, content: Array(content.utf8))
  }

  init(_ name: String, filename: String? = nil, contentType: String? = nil, content: [UInt8]) {
    self.name = name
    self.filename = filename
    self.contentType = contentType
    self.content = content
  }

  /// The part as a browser writes it, without the delimiters around it.
  var bytes: [UInt8] {
    var header = "Content-Disposition: form-data; name=\"\(name)\""
    if let filename { header += "; filename=\"\(filename)\"" }
    if let contentType { header += "\r\nContent-Type: \(contentType)" }
    return Array("\(header)\r\n\r\n".utf8) + content
  }
}

/// A whole body as a browser writes it.
func multipartBytes(_ parts: [MultipartSamplePart], boundary: String = "X") -> [UInt8] {
  parts.flatMap { Array("--\(boundary)\r\n".utf8) + $0.bytes + Array("\r\n".utf8) } + Array("--\(boundary)--\r\n".utf8)
}

/// The bytes in buffers that end at the given offsets.
func multipartBuffers(_ bytes: [UInt8], cutAt offsets: [Int] = []) -> [ByteBuffer] {
  let edges = [0] + offsets + [bytes.count]
  return zip(edges, edges.dropFirst()).map { ByteBuffer(bytes: bytes[$0..<$1]) }
}

func multipartReader(
  _ buffers: [ByteBuffer], boundary: String = "X", endingWith error: (any Error)? = nil
) throws -> MultipartReader {
  try MultipartReader(
    contentType: "multipart/form-data; boundary=\(boundary)", body: MultipartSampleBody(buffers: buffers, error: error))
}

func multipartReader(_ text: String) throws -> MultipartReader {
  try multipartReader([ByteBuffer(string: text)])
}

/// Everything in a body; the reader must never hand out an empty chunk.
func multipartParts(_ buffers: [ByteBuffer], boundary: String = "X") async throws -> [MultipartSamplePart] {
  let reader = try multipartReader(buffers, boundary: boundary)
  var parts: [MultipartSamplePart] = []
  while let part = try await reader.nextPart() {
    var content: [UInt8] = []
    while let chunk = try await reader.nextChunk() {
      precondition(chunk.readableBytes > 0, "an empty chunk")
      content += chunk.readableBytesView
    }
    parts.append(
      MultipartSamplePart(part.name, filename: part.filename, contentType: part.contentType, content: content))
  }
  return parts
}

func multipartParts(_ text: String) async throws -> [MultipartSamplePart] {
  try await multipartParts([ByteBuffer(string: text)])
}

/// SplitMix64: the same numbers on every run.
struct MultipartSampleGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
