import Foundation

extension UUID {
  /// A new version 7 UUID (RFC 9562, 5.7): 48 bits of milliseconds, then 74 random bits, so ids grow with time.
  package static func v7(at instant: Date = Date()) -> UUID {
    let milliseconds = UInt64(max(0, instant.timeIntervalSince1970) * 1000)
    var bytes = UUID().uuid
    bytes.0 = UInt8(truncatingIfNeeded: milliseconds >> 40)
    bytes.1 = UInt8(truncatingIfNeeded: milliseconds >> 32)
    bytes.2 = UInt8(truncatingIfNeeded: milliseconds >> 24)
    bytes.3 = UInt8(truncatingIfNeeded: milliseconds >> 16)
    bytes.4 = UInt8(truncatingIfNeeded: milliseconds >> 8)
    bytes.5 = UInt8(truncatingIfNeeded: milliseconds)
    bytes.6 = 0x70 | (bytes.6 & 0x0F)
    bytes.8 = 0x80 | (bytes.8 & 0x3F)
    return UUID(uuid: bytes)
  }

  /// The id as it stands in JSON and URLs: lower case (RFC 9562, section 4).
  package var text: String { uuidString.lowercased() }
}

extension KeyedEncodingContainer {
  /// Synthesized `Codable` picks this over the generic one, so ids are written in lower case everywhere.
  package mutating func encode(_ value: UUID, forKey key: Key) throws {
    try encode(value.text, forKey: key)
  }
}
