import Foundation

/// A statement, or a piece of one, whose values travel beside the text as parameters and are never part of it.
///
/// Written as a literal: in `"… WHERE id = \(id) AND \(mine)"` the value `id` binds and `mine`, another `SQL`, is
/// spliced. The literal's type is `StaticString`, so a string made at run time does not compile as SQL.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  /// The text around the values: always one piece more than there are values.
  private(set) var pieces: [String]
  private(set) var values: [PostgresValue]

  package init(stringLiteral literal: StaticString) {
    (pieces, values) = ([literal.description], [])
  }

  package init(stringInterpolation interpolation: StringInterpolation) {
    self = interpolation.sql
  }

  package var isEmpty: Bool { pieces == [""] }

  package static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum.append(right)
    return sum
  }

  /// The parts one after another with the separator between them; empty for no parts.
  package static func joined(_ parts: [SQL], separator: SQL) -> SQL {
    guard var result = parts.first else { return "" }
    for part in parts.dropFirst() {
      result.append(separator)
      result.append(part)
    }
    return result
  }

  private mutating func append(_ other: SQL) {
    pieces[pieces.count - 1] += other.pieces[0]
    pieces += other.pieces.dropFirst()
    values += other.values
  }

  /// Collects what a literal is made of. Every `appendInterpolation` that is not an `SQL` binds a value.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var sql: SQL = ""

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: StaticString) {
      sql.pieces[sql.pieces.count - 1] += literal.description
    }

    package mutating func appendInterpolation(_ part: SQL) {
      sql.append(part)
    }

    /// Binds the value; `nil` is `NULL`.
    package mutating func appendInterpolation<Value: PostgresBindable>(_ value: Value?) {
      bind(value?.postgresValue ?? PostgresValue(type: Value.postgresType, bytes: nil))
    }

    /// Binds the raw value of an enumeration or of an identifier type; `nil` is `NULL`.
    package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?)
    where Value.RawValue: PostgresBindable {
      appendInterpolation(value?.rawValue)
    }

    package mutating func appendInterpolation<Value: RawRepresentable>(_ values: [Value])
    where Value.RawValue: PostgresArrayElement {
      appendInterpolation(values.map(\.rawValue))
    }

    /// Binds the value as `jsonb`, keys in snake case; `nil` is `NULL`.
    package mutating func appendInterpolation(json value: (some Encodable)?) {
      bind(.json(value))
    }

    private mutating func bind(_ value: PostgresValue) {
      sql.values.append(value)
      sql.pieces.append("")
    }
  }
}
