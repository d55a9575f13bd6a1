/// Something that statements can be sent to: the pool, or a transaction of it. A repository works alike with both.
package protocol Database: Sendable {
  /// Runs one statement, outside of a transaction as one of its own.
  func execute(_ sql: SQL) async throws -> QueryResult

  /// Runs the body in a transaction with these settings (`set_config(name, value, true)`); within one, in a savepoint.
  /// Commits when the body returns. Rolls back when its task is cancelled or it throws; its error arrives unchanged.
  @discardableResult
  nonisolated(nonsending) func transaction<Output>(
    settings: [(String, String)],
    _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output
}

extension Database {
  package func query(_ sql: SQL) async throws -> [Row] {
    try await execute(sql).rows
  }

  /// The first row, or `nil` when there is none.
  package func first<Value: Decodable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> Value? {
    try await execute(sql).rows.first?.decode(type)
  }

  package func all<Value: Decodable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> [Value] {
    try await execute(sql).rows.map { try $0.decode(type) }
  }

  /// Runs a statement for its effect and answers how many rows it touched.
  @discardableResult
  package func run(_ sql: SQL) async throws -> Int {
    try await execute(sql).affectedRows
  }

  @discardableResult
  package nonisolated(nonsending) func transaction<Output>(
    _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output {
    try await transaction(settings: [], body)
  }
}
