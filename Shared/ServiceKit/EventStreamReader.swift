import NIOCore

/// Reads server-sent events out of a body's pieces (WHATWG HTML, 9.2.6), however they are cut.
package struct EventStreamReader {
  /// An event of more bytes than anybody sends.
  package struct TooLong: Error {}

  private static let maximumBytes = 64 * 1024

  private var line: [UInt8] = []
  private var endedWithReturn = false
  private var bytes = 0
  private var name = ""
  private var id: String?
  private var data: [String] = []

  package init() {}

  /// The events that are whole with this piece, in their order. Comments and unknown fields are nothing.
  ///
  /// - Throws: ``TooLong`` for one over 64 KiB.
  package mutating func read(_ piece: ByteBuffer) throws -> [EventStream.Event] {
    var events: [EventStream.Event] = []
    for byte in piece.readableBytesView {
      // A line ends with \r\n, \n or \r.
      if byte == UInt8(ascii: "\n"), endedWithReturn {
        endedWithReturn = false
        continue
      }
      endedWithReturn = byte == UInt8(ascii: "\r")
      if byte == UInt8(ascii: "\n") || endedWithReturn {
        if let event = endLine() { events.append(event) }
      } else {
        bytes += 1
        guard bytes <= Self.maximumBytes else { throw TooLong() }
        line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() -> EventStream.Event? {
    defer { line.removeAll(keepingCapacity: true) }
    guard !line.isEmpty else { return endEvent() }
    let text = String(decoding: line, as: UTF8.self)
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count == 2 ? String(parts[1].first == " " ? parts[1].dropFirst() : parts[1]) : ""
    switch parts[0] {
    case "event": name = value
    case "data": data.append(value)
    case "id" where !value.contains("\0"): id = value
    // A comment is over with its line.
    case "": bytes -= line.count
    default: break
    }
    return nil
  }

  private mutating func endEvent() -> EventStream.Event? {
    defer { (name, data, bytes) = ("", [], 0) }
    guard !data.isEmpty else { return nil }
    return EventStream.Event(name: name.isEmpty ? "message" : name, id: id, data: data.joined(separator: "\n"))
  }
}
