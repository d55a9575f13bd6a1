import Foundation

/// Lets a `Decodable` read a row: its keys are column names.
struct RowDecoder: Decoder {
  let row: Row
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RowContainer<Key>(row: row))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw PostgresError.decoding("a row is read by name, or with values()")
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    CellDecoder(cell: try row.cell(0), type: nil)
  }
}

/// The columns of a row as a keyed container. A missing column is an error, unless the property is optional.
private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let row: Row
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { row.result.columns.names.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { row.result.columns.contains(key.stringValue) }
  func decodeNil(forKey key: Key) throws -> Bool { try cell(key).isNull }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try cell(key).decode(type) }

  private func cell(_ key: Key) throws -> Cell { try row.cell(row.result.columns.position(of: key.stringValue)) }

  func nestedContainer<Nested>(keyedBy: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
    throw try cell(key).mismatch("an object")
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw try cell(key).mismatch("a list")
  }
  func superDecoder() throws -> any Decoder { RowDecoder(row: row) }
  func superDecoder(forKey key: Key) throws -> any Decoder { CellDecoder(cell: try cell(key), type: nil) }
}

/// Lets enumerations, identifiers and other `Decodable`s of a single value read a cell.
private struct CellDecoder: Decoder, SingleValueDecodingContainer {
  let cell: Cell
  /// The type being read. One that asks for itself again is a primitive this module does not know.
  let type: Any.Type?
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func decodeNil() -> Bool { cell.isNull }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard type != self.type else { throw cell.mismatch(type) }
    return try cell.decode(type)
  }
  func singleValueContainer() -> any SingleValueDecodingContainer { self }
  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw cell.mismatch("an object") }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw cell.mismatch("a list") }
}

extension Cell {
  /// Reads plain values from their bytes, everything else in a JSON column as JSON, and the rest as a single value.
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    do {
      if isJSON, !isNull, type != String.self, !(type is any ExpressibleByNilLiteral.Type) {
        return try JSONDecoder.postgres.decode(type, from: jsonData)
      }
      if let plain = type as? any PostgresDecodable.Type, let value = try plain.init(cell: self) as? Value {
        return value
      }
      return try Value(from: CellDecoder(cell: self, type: type))
    } catch let error as DecodingError {
      throw PostgresError.decoding("column \(name): \(error)")
    }
  }

  fileprivate var isJSON: Bool { type == OID.json || type == OID.jsonb }

  /// The text of a JSON column; `jsonb` puts a version byte before it.
  fileprivate var jsonData: Data {
    get throws { Data(try bytes.dropFirst(type == OID.jsonb ? 1 : 0)) }
  }
}

/// A plain value that is read straight from a column's bytes.
protocol PostgresDecodable: Decodable {
  init(cell: Cell) throws
}

extension PostgresDecodable where Self: FixedWidthInteger {
  init(cell: Cell) throws {
    let bytes = try cell.bytes
    let wide: Int64
    switch cell.type {
    case OID.int8: wide = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    case OID.int4: wide = Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    case OID.int2: wide = Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
    default: throw cell.mismatch(Self.self)
    }
    guard let exact = Self(exactly: wide) else {
      throw PostgresError.decoding("column \(cell.name) overflows \(Self.self)")
    }
    self = exact
  }
}

extension Int: PostgresDecodable {}
extension Int64: PostgresDecodable {}
extension Int32: PostgresDecodable {}
extension Int16: PostgresDecodable {}

extension Bool: PostgresDecodable {
  init(cell: Cell) throws {
    guard cell.type == OID.bool else { throw cell.mismatch(Bool.self) }
    self = try cell.bytes[0] != 0
  }
}

extension Double: PostgresDecodable {
  init(cell: Cell) throws {
    switch cell.type {
    case OID.float8: self.init(bitPattern: UInt64(bigEndian: try cell.bytes.loadUnaligned(as: UInt64.self)))
    case OID.float4: self.init(Float(bitPattern: UInt32(bigEndian: try cell.bytes.loadUnaligned(as: UInt32.self))))
    default: throw cell.mismatch(Double.self)
    }
  }
}

extension String: PostgresDecodable {
  init(cell: Cell) throws {
    let bytes = try cell.bytes
    switch cell.type {
    case OID.text, OID.varchar, OID.bpchar, OID.name, OID.untyped: self.init(decoding: bytes, as: UTF8.self)
    case OID.json, OID.jsonb: self.init(decoding: try cell.jsonData, as: UTF8.self)
    case OID.date: self.init(postgresDay: Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    case OID.firstUserDefined... where !bytes.contains(0):
      // citext and enums have another oid in every database and are sent as text; composites and ranges have zeros.
      self.init(decoding: bytes, as: UTF8.self)
    default: throw cell.mismatch(String.self)
    }
  }
}

extension UUID: PostgresDecodable {
  init(cell: Cell) throws {
    guard cell.type == OID.uuid else { throw cell.mismatch(UUID.self) }
    self.init(uuid: try cell.bytes.loadUnaligned(as: uuid_t.self))
  }
}

extension Date: PostgresDecodable {
  init(cell: Cell) throws {
    guard cell.type == OID.timestamptz else { throw cell.mismatch(Date.self) }
    self.init(postgresMicroseconds: Int64(bigEndian: try cell.bytes.loadUnaligned(as: Int64.self)))
  }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement & Decodable {
  init(cell: Cell) throws {
    if Element.postgresArrayType == OID.bytea {
      guard cell.type == OID.bytea, let bytes = Array<UInt8>(try cell.bytes) as? Self else {
        throw cell.mismatch(Self.self)
      }
      self = bytes
    } else {
      guard cell.type == Element.postgresArrayType else { throw cell.mismatch(Self.self) }
      self = try cell.elements.map { try $0.decode(Element.self) }
    }
  }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  init(cell: Cell) throws { self = cell.isNull ? nil : try cell.decode(Wrapped.self) }
}
