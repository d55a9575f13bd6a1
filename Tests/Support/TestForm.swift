import Crypto
import Foundation
import NIOCore

/// A `multipart/form-data` body as a browser writes it.
package struct TestForm: Sendable {
  package static let boundary = "----pomoc-test-7MA4YWxkTrZu0gW"
  package static let contentType = "multipart/form-data; boundary=\(boundary)"

  /// Everything, the closing delimiter included.
  package var body: ByteBuffer {
    var body = parts
    body.writeString("--\(Self.boundary)--\r\n")
    return body
  }

  /// The parts so far, each with the delimiter before it.
  package private(set) var parts = ByteBuffer()

  package init() {}

  /// A form that opens a ticket, with the text fields around the file.
  package init(topic: String, message: String, file: TestFile? = nil) {
    add("topic", topic)
    if let file { add(file) }
    add("message", message)
  }

  package mutating func add(_ name: String, _ value: String) {
    parts.writeString(
      "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
  }

  package mutating func add(_ file: TestFile, as name: String = "file") {
    parts.writeString(
      "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(file.name)\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n")
    parts.writeBytes(file.bytes)
    parts.writeString("\r\n")
  }

  /// The form with a part more.
  package func adding(_ name: String, _ value: String) -> TestForm {
    var form = self
    form.add(name, value)
    return form
  }
}

/// A file to attach: a PNG to whoever looks at its beginning, noise behind it, the same on every run.
package struct TestFile: Sendable {
  package let name: String
  package let bytes: [UInt8]

  /// - Parameters:
  ///   - size: in bytes, at least 32
  ///   - seed: another one makes another content
  package init(_ name: String = "zrzut ekranu.png", size: Int = 2_000, seed: UInt64 = 1) {
    self.name = name
    bytes = Self.png(size: size, seed: seed)
  }

  package init(_ name: String, text: String) {
    self.name = name
    bytes = Array(text.utf8)
  }

  /// Lower-case hexadecimal.
  package var sha256: String { Self.sha256(Data(bytes)) }

  package static func sha256(_ data: Data) -> String {
    SHA256.hash(data: data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func png(size: Int, seed: UInt64) -> [UInt8] {
    let header: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 4, 0, 0, 0, 3, 0, 8, 6,
      0, 0, 0,
    ]
    var state = seed
    var bytes = [UInt8](repeating: 0, count: (size + 7) / 8 * 8)
    bytes.withUnsafeMutableBytes { raw in
      let words = raw.bindMemory(to: UInt64.self)
      for index in words.indices {
        // A linear congruential generator (Knuth, MMIX).
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        words[index] = state
      }
    }
    bytes.replaceSubrange(0..<header.count, with: header)
    return Array(bytes.prefix(size))
  }
}
