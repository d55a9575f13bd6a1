import Domain
import Foundation
import NIOCore

/// The line between parts: CRLF, `--`, the boundary, perhaps spaces and tabs, CRLF. The last one has `--` after the
/// boundary and may end with the body.
///
/// This is RFC 2046's grammar (section 5.1.1). Its prose would also take a line that merely begins so; here that is
/// content, so that no file breaks apart because of a boundary which is the beginning of another.
struct MultipartDelimiter: Sendable {
  /// What a CRLF turns out to be the beginning of.
  enum Sighting: Sendable, Equatable {
    /// The delimiter before a part, in bytes.
    case opening(Int)
    /// The delimiter after the last part, in bytes.
    case closing(Int)
    /// A delimiter, if the bytes that follow say so.
    case possible
  }

  /// Spaces and tabs accepted at the end of the line; RFC 2046 has them for gateways that pad, and names no number.
  private static let paddingLimit = 256

  /// CRLF, `--` and the boundary.
  private let beginning: [UInt8]

  /// Reads the boundary from the `Content-Type` of a request.
  init(contentType: String) throws(Problem) {
    let value = MultipartHeaderValue(contentType)
    guard value.text == "multipart/form-data" else { throw Problem(.unsupportedMediaType) }
    guard let boundary = try value.parameters()["boundary"], (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy(Self.isBoundaryCharacter), !boundary.hasSuffix(" ")
    else { throw Problem(.malformed) }
    beginning = Array("\r\n--\(boundary)".utf8)
  }

  /// RFC 2046's `bchars`.
  private static func isBoundaryCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "'()+_,-./:=? ".utf8.contains(byte)
    }
  }

  /// Where the first delimiter begins, or what may become one; without any, the offset is the end of the buffer.
  func search(_ buffer: ByteBuffer, isComplete: Bool) -> (offset: Int, sighting: Sighting?) {
    buffer.withUnsafeReadableBytes { bytes in
      guard let start = bytes.baseAddress else { return (0, nil) }
      var offset = 0
      while let found = memchr(start + offset, Int32(UInt8(ascii: "\r")), bytes.count - offset) {
        offset = UnsafeRawPointer(found) - start
        if let sighting = sighting(at: offset, in: bytes, isComplete: isComplete) { return (offset, sighting) }
        offset += 1
      }
      return (bytes.count, nil)
    }
  }

  /// What the buffer begins with; nil when that is certainly no delimiter.
  func sighting(atStartOf buffer: ByteBuffer, isComplete: Bool) -> Sighting? {
    buffer.withUnsafeReadableBytes { sighting(at: 0, in: $0, isComplete: isComplete) }
  }

  private func sighting(at offset: Int, in bytes: UnsafeRawBufferPointer, isComplete: Bool) -> Sighting? {
    let length = min(beginning.count, bytes.count - offset)
    guard let start = bytes.baseAddress, memcmp(start + offset, beginning, length) == 0 else { return nil }
    let open: Sighting? = isComplete ? nil : .possible
    guard length == beginning.count else { return open }

    var rest = bytes[(offset + length)...]
    let dashes = rest.prefix(2).prefix { $0 == UInt8(ascii: "-") }.count
    guard dashes != 1 else { return rest.count == 1 ? open : nil }
    let isLast = dashes == 2
    rest = rest.dropFirst(dashes)

    let padding = rest.prefix(Self.paddingLimit + 1).prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard padding.count <= Self.paddingLimit else { return nil }
    rest = rest.dropFirst(padding.count)
    if rest.isEmpty && isComplete && isLast { return .closing(bytes.count - offset) }
    let lineEnd = rest.prefix(2)
    guard lineEnd.elementsEqual([UInt8(ascii: "\r"), UInt8(ascii: "\n")].prefix(lineEnd.count)) else { return nil }
    guard lineEnd.count == 2 else { return open }
    let total = bytes.count - offset - rest.count + 2
    return isLast ? .closing(total) : .opening(total)
  }
}
