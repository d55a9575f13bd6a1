import Synchronization

/// A transaction, or within one a savepoint. Its beginning is sent with its first statement, in the same round trip.
final class Transaction: Database {
  private enum Phase { case pending, open, ended }

  private let connection: Connection
  private let parent: Transaction?
  private let opening: [Statement]
  /// The savepoint's name; `nil` for the transaction itself.
  private let savepoint: String?
  private let phase = Mutex(Phase.pending)

  private static let savepoints = Atomic(0)

  private init(on connection: Connection, within parent: Transaction?, settings: [(String, String)]) throws {
    (self.connection, self.parent) = (connection, parent)
    savepoint = parent.map { _ in "s\(Self.savepoints.add(1, ordering: .relaxed).newValue)" }
    let begin = Statement(command: savepoint.map { "SAVEPOINT \($0)" } ?? "BEGIN")
    let calls: [SQL] = settings.map { "set_config(\($0), \($1), true)" }
    opening = [begin] + (calls.isEmpty ? [] : [try Statement("SELECT " + .joined(calls, separator: ", "))])
  }

  /// Runs the body in a transaction on a connection nobody else uses, and closes one whose state is unsure afterwards.
  nonisolated(nonsending) static func run<Output>(
    on connection: Connection, within parent: Transaction? = nil, settings: [(String, String)] = [],
    _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output {
    let transaction = try Transaction(on: connection, within: parent, settings: settings)
    let output: Output
    do {
      output = try await body(transaction)
      try Task.checkCancellation()
    } catch {
      await transaction.rollBack()
      throw error
    }
    try await transaction.commit()
    return output
  }

  func execute(_ sql: SQL) async throws -> QueryResult {
    let statement = try Statement(sql)
    return try await connection.execute { try self.open() + [statement] }
  }

  @discardableResult
  nonisolated(nonsending) func transaction<Output>(
    settings: [(String, String)], _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output {
    try await Self.run(on: connection, within: self, settings: settings, body)
  }

  /// What has to be sent before the next statement; asked on the connection's thread, and so in the order of sending.
  private func open() throws -> [Statement] {
    let before = try parent?.open() ?? []
    return try phase.withLock { phase in
      guard phase != .ended else { throw PostgresError.misuse("the transaction has ended") }
      defer { phase = .open }
      return before + (phase == .pending ? opening : [])
    }
  }

  /// Ends the transaction for its users; answers whether the server knows of it.
  private func end() -> Bool {
    phase.withLock { phase in
      defer { phase = .ended }
      return phase == .open
    }
  }

  private func commit() async throws {
    guard end() else { return }
    guard !connection.isClosed else {
      throw PostgresError.unavailable("the connection was lost during the transaction")
    }
    let command = savepoint.map { "RELEASE SAVEPOINT \($0)" } ?? "COMMIT"
    do {
      let result = try await connection.execute(isShielded: true) { [Statement(command: command)] }
      // PostgreSQL answers COMMIT with ROLLBACK, not with an error, when a statement failed and the body went on.
      guard savepoint != nil || result.command == "COMMIT" else {
        throw PostgresError.server(.init(sqlState: "25P02", message: "a statement of the transaction had failed"))
      }
    } catch {
      guard connection.isClosed, savepoint == nil else {
        await undo()
        throw error
      }
      throw PostgresError.outcomeUnknown("\(error)")
    }
  }

  private func rollBack() async {
    if end() { await undo() }
  }

  private func undo() async {
    let commands = savepoint.map { ["ROLLBACK TO SAVEPOINT \($0)", "RELEASE SAVEPOINT \($0)"] } ?? ["ROLLBACK"]
    do {
      _ = try await connection.execute(isShielded: true) { commands.map { Statement(command: $0) } }
    } catch {
      connection.close()
    }
  }
}
