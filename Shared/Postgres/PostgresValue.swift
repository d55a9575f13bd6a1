import Foundation

/// One parameter as it goes over the wire.
package struct PostgresValue: Sendable {
  /// The type's oid; 0 lets the server decide, as it does for a literal in quotes.
  let type: UInt32
  /// `nil` is NULL. Text ends with a zero byte, because libpq measures it as a C string.
  let bytes: [UInt8]?
  var isBinary = true
  /// Why the value cannot be sent; an interpolation cannot throw, so the statement does.
  var problem: String?

  static func text(_ string: String, type: UInt32 = OID.unknown) -> PostgresValue {
    let bytes = Array(string.utf8)
    let problem = bytes.contains(0) ? "a text contains a zero byte, which PostgreSQL cannot hold" : nil
    return PostgresValue(type: type, bytes: bytes + [0], isBinary: false, problem: problem)
  }

  static func json(_ value: (some Encodable)?) -> PostgresValue {
    guard let value else { return PostgresValue(type: OID.jsonb, bytes: nil) }
    do {
      return .text(String(decoding: try JSONEncoder.postgres.encode(value), as: UTF8.self), type: OID.jsonb)
    } catch {
      return PostgresValue(type: OID.jsonb, bytes: nil, problem: "a value cannot be written as JSON: \(error)")
    }
  }

  static func array(_ elements: [[UInt8]], of element: UInt32, type: UInt32) -> PostgresValue {
    var bytes: [UInt8] = []
    for word in [elements.isEmpty ? 0 : 1, 0, Int32(bitPattern: element)] { bytes += word.bigEndianBytes }
    if !elements.isEmpty { bytes += Int32(elements.count).bigEndianBytes + Int32(1).bigEndianBytes }
    for element in elements { bytes += Int32(element.count).bigEndianBytes + element }
    return PostgresValue(type: type, bytes: bytes)
  }
}

/// What may stand in an `SQL` interpolation.
package protocol PostgresBindable {
  static var postgresType: UInt32 { get }
  var postgresValue: PostgresValue { get }
}

/// What may be bound as an array: `= ANY(\(ids))`. Bytes are an "array" that PostgreSQL calls `bytea`.
package protocol PostgresArrayElement {
  static var postgresArrayType: UInt32 { get }
  static func postgresArray(_ elements: [Self]) -> PostgresValue
}

extension Array: PostgresBindable where Element: PostgresArrayElement {
  package static var postgresType: UInt32 { Element.postgresArrayType }
  package var postgresValue: PostgresValue { Element.postgresArray(self) }
}

/// Sent without a type, so that it fits a uuid, citext, date or enum column as a quoted literal would.
extension String: PostgresBindable, PostgresArrayElement {
  package static var postgresType: UInt32 { OID.unknown }
  package static var postgresArrayType: UInt32 { OID.textArray }
  package var postgresValue: PostgresValue { .text(self) }
  package static func postgresArray(_ elements: [String]) -> PostgresValue {
    .array(elements.map { Array($0.utf8) }, of: OID.text, type: postgresArrayType)
  }
}

extension Int: PostgresBindable, PostgresArrayElement {
  package static var postgresType: UInt32 { OID.int8 }
  package static var postgresArrayType: UInt32 { OID.int8Array }
  package var postgresValue: PostgresValue { Int64(self).postgresValue }
  package static func postgresArray(_ elements: [Int]) -> PostgresValue {
    .array(elements.map { Int64($0).bigEndianBytes }, of: OID.int8, type: postgresArrayType)
  }
}

extension UUID: PostgresBindable, PostgresArrayElement {
  package static var postgresType: UInt32 { OID.uuid }
  package static var postgresArrayType: UInt32 { OID.uuidArray }
  package var postgresValue: PostgresValue { .init(type: OID.uuid, bytes: bytes) }
  package static func postgresArray(_ elements: [UUID]) -> PostgresValue {
    .array(elements.map(\.bytes), of: OID.uuid, type: postgresArrayType)
  }
  private var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }
}

extension UInt8: PostgresArrayElement {
  package static var postgresArrayType: UInt32 { OID.bytea }
  package static func postgresArray(_ elements: [UInt8]) -> PostgresValue { .init(type: OID.bytea, bytes: elements) }
}

extension Int64: PostgresBindable {
  package static var postgresType: UInt32 { OID.int8 }
  package var postgresValue: PostgresValue { .init(type: OID.int8, bytes: bigEndianBytes) }
}

extension Bool: PostgresBindable {
  package static var postgresType: UInt32 { OID.bool }
  package var postgresValue: PostgresValue { .init(type: OID.bool, bytes: [self ? 1 : 0]) }
}

extension Double: PostgresBindable {
  package static var postgresType: UInt32 { OID.float8 }
  package var postgresValue: PostgresValue { .init(type: OID.float8, bytes: bitPattern.bigEndianBytes) }
}

extension Date: PostgresBindable {
  package static var postgresType: UInt32 { OID.timestamptz }
  package var postgresValue: PostgresValue {
    .init(type: OID.timestamptz, bytes: postgresMicroseconds.bigEndianBytes)
  }
}

extension FixedWidthInteger {
  fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
