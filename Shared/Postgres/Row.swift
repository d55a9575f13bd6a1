import CPostgres
import Foundation

/// What a statement answered, still in libpq's memory; rows read from it and keep it alive.
///
/// `@unchecked`, because libpq never changes a result once it was handed out.
package final class QueryResult: @unchecked Sendable {
  let pointer: OpaquePointer
  let columns: Columns

  init(_ pointer: OpaquePointer, columns: Columns? = nil) {
    self.pointer = pointer
    self.columns = columns ?? Columns(pointer)
  }

  deinit { PQclear(pointer) }

  package var rows: [Row] { (0..<PQntuples(pointer)).map { Row(result: self, index: $0) } }

  /// How many rows the statement inserted, updated, deleted or selected.
  package var affectedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

  var status: ExecStatusType { PQresultStatus(pointer) }
  var command: String { String(cString: PQcmdStatus(pointer)) }
}

/// The columns of a result, found by their name in SQL or in Swift; worked out once for a prepared statement.
struct Columns: Sendable {
  let names: [String]
  let types: [UInt32]
  private let positions: [String: Int]

  init(_ result: OpaquePointer) {
    let range = 0..<PQnfields(result)
    names = range.map { String(cString: PQfname(result, $0)) }
    types = range.map { PQftype(result, $0) }
    let both = names.enumerated().flatMap { [($1, $0), (Self.camelCase($1), $0)] }
    positions = Dictionary(both, uniquingKeysWith: { first, _ in first })
  }

  func position(of name: String) throws -> Int {
    guard let position = positions[name] else {
      throw PostgresError.decoding("there is no column \(name) among \(names.joined(separator: ", "))")
    }
    return position
  }

  func contains(_ name: String) -> Bool { positions[name] != nil }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
  }
}

/// One row of a result.
package struct Row: Sendable {
  let result: QueryResult
  let index: Int32

  package subscript<Value: Decodable>(name: String, as type: Value.Type = Value.self) -> Value {
    get throws { try cell(result.columns.position(of: name)).decode(type) }
  }

  /// The first columns in their order: `try row.values((Int, String).self)`.
  package func values<each Value: Decodable>(_ types: (repeat each Value).Type) throws -> (repeat each Value) {
    var position = -1
    func next<Next: Decodable>(_ type: Next.Type) throws -> Next {
      position += 1
      return try cell(position).decode(type)
    }
    return (repeat try next((each Value).self))
  }

  /// The row as a value whose properties have the columns' names, or a row's first column as a plain value.
  package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    do {
      if type is any PostgresDecodable.Type { return try cell(0).decode(type) }
      return try Value(from: RowDecoder(row: self))
    } catch let error as DecodingError {
      throw PostgresError.decoding("\(error)")
    }
  }

  func cell(_ position: Int) throws -> Cell {
    guard position < result.columns.names.count else {
      throw PostgresError.decoding("there is no column \(position + 1)")
    }
    return Cell(row: self, position: Int32(position))
  }
}

/// One value of a row, in PostgreSQL's binary format.
struct Cell {
  let name: String
  let type: UInt32
  private let row: Row
  /// `nil` is NULL. Valid as long as the cell is.
  private let buffer: UnsafeRawBufferPointer?

  fileprivate init(row: Row, position: Int32) {
    let result = row.result.pointer
    (self.row, name, type) = (row, row.result.columns.names[Int(position)], row.result.columns.types[Int(position)])
    buffer =
      PQgetisnull(result, row.index, position) == 1
      ? nil
      : .init(start: PQgetvalue(result, row.index, position), count: Int(PQgetlength(result, row.index, position)))
  }

  private init(element buffer: UnsafeRawBufferPointer, type: UInt32, of cell: Cell) {
    (name, row, self.type, self.buffer) = (cell.name, cell.row, type, buffer)
  }

  var isNull: Bool { buffer == nil }

  var bytes: UnsafeRawBufferPointer {
    get throws {
      guard let buffer else { throw PostgresError.decoding("column \(name) is NULL") }
      return buffer
    }
  }

  /// The cells of an array: five words (dimensions, has nulls, type, count, lower bound), then the elements.
  var elements: [Cell] {
    get throws {
      let bytes = try bytes
      func word(at offset: Int) throws -> Int {
        guard offset + 4 <= bytes.count else { throw mismatch("an array") }
        return Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
      }
      let dimensions = try word(at: 0)
      guard dimensions > 0 else { return [] }
      guard dimensions == 1 else { throw mismatch("an array of one dimension") }
      let type = UInt32(try word(at: 8))
      var offset = 20
      return try (0..<(try word(at: 12))).map { _ in
        let length = try word(at: offset)
        offset += 4 + max(length, 0)
        guard length >= 0 else { throw PostgresError.decoding("column \(name) has a NULL in its array") }
        return Cell(element: .init(rebasing: bytes[(offset - length)..<offset]), type: type, of: self)
      }
    }
  }

  func mismatch(_ wanted: Any) -> PostgresError {
    .decoding("column \(name) has type oid \(type) and was read as \(wanted), cast it in SQL")
  }
}
