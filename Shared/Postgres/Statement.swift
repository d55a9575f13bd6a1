import Foundation

/// An `SQL` ready to be sent: its text with `$n`, and its values checked.
struct Statement: Sendable {
  let text: String
  let values: [PostgresValue]
  /// Whether the server should keep it prepared; not for texts that differ every time.
  let isReusable: Bool

  /// Fails when a value has no form the server could take.
  init(_ sql: SQL) throws {
    if let problem = sql.values.lazy.compactMap(\.problem).first { throw PostgresError.misuse(problem) }
    var text = sql.pieces[0]
    for (index, piece) in sql.pieces.dropFirst().enumerated() {
      text += "$\(index + 1)\(piece)"
    }
    (self.text, values, isReusable) = (text, sql.values, true)
  }

  /// A statement of this module's own, such as `COMMIT` or `SAVEPOINT s12`.
  init(command: String) {
    (text, values, isReusable) = (command, [], false)
  }

  /// Lends the values in the five arrays libpq wants: types, pointers, lengths and formats after their count.
  func withParameters(
    _ body: (Int32, [UInt32], [UnsafePointer<CChar>?], [Int32], [Int32]) throws -> Void
  ) rethrows {
    // One byte more than needed, so that an empty value has an address too and is not NULL.
    let buffer = values.reduce(into: []) { $0 += $1.bytes ?? [] } + [0]
    try buffer.withUnsafeBytes { buffer in
      var next = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
      let pointers = values.map { value in
        defer { next += value.bytes?.count ?? 0 }
        return value.bytes == nil ? nil : next
      }
      let lengths = values.map { Int32($0.bytes?.count ?? 0) }
      try body(Int32(values.count), values.map(\.type), pointers, lengths, values.map { $0.isBinary ? 1 : 0 })
    }
  }
}

/// What a connection has prepared, by text and parameter types; the least recently used makes room for the new.
struct StatementCache {
  struct Key: Hashable {
    let text: String
    let types: [UInt32]

    init(_ statement: Statement) {
      (text, types) = (statement.text, statement.values.map(\.type))
    }
  }

  /// One prepared statement. Its columns are known after it ran once; PostgreSQL fails it rather than change them.
  struct Entry {
    let name: String
    var lastUse: Int
    var columns: Columns?
  }

  static let capacity = 256

  private var entries: [Key: Entry] = [:]
  private var retired: [String] = []
  private var clock = 0

  subscript(key: Key) -> Entry? {
    get { entries[key] }
    set { entries[key] = newValue }
  }

  /// The name of the statement, if it is prepared.
  mutating func use(_ key: Key) -> String? {
    clock += 1
    entries[key]?.lastUse = clock
    return entries[key]?.name
  }

  /// A name to prepare the statement under.
  mutating func insert(_ key: Key) -> String {
    if entries.count >= Self.capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      retire(oldest.key)
    }
    let entry = Entry(name: "p\(clock)", lastUse: clock)
    entries[key] = entry
    return entry.name
  }

  /// Removes a statement the server still has; answers whether there was one.
  @discardableResult
  mutating func retire(_ key: Key) -> Bool {
    guard let entry = entries.removeValue(forKey: key) else { return false }
    retired.append(entry.name)
    return true
  }

  /// The names to deallocate.
  mutating func takeRetired() -> [String] {
    defer { retired = [] }
    return retired
  }
}
