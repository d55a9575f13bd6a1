import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
  @Test func cancellingATaskStopsItsStatementAndThePoolGoesOn() async throws {
    try await withEmptyDatabase { database async throws in
      let (pool, witness) = (database.pool(size: 1), database.pool(size: 1))
      let task = Task { try await pool.run("SELECT pg_sleep(60)") }
      try await eventually { try await sleepers(witness) == 1 }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await sleepers(witness) == 0)
      #expect(try await pool.first("SELECT 1", as: Int.self) == 1)
    }
  }

  @Test func aTaskCancelledBeforehandSendsNothing() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      try await pool.run("CREATE TABLE note (id int)")
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try await pool.run("INSERT INTO note VALUES (1)")
      }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await pool.first("SELECT count(*) FROM note", as: Int.self) == 0)
    }
  }

  @Test func aCancelledTransactionIsRolledBack() async throws {
    try await withEmptyDatabase { database async throws in
      let (pool, witness) = (database.pool(size: 1), database.pool(size: 1))
      try await pool.run("CREATE TABLE note (id int)")
      let before = try await pool.first("SELECT pg_backend_pid()", as: Int.self)
      let task = Task {
        try await pool.transaction { db in
          try await db.run("INSERT INTO note VALUES (1)")
          try await db.run("SELECT pg_sleep(60)")
        }
      }
      try await eventually { try await sleepers(witness) == 1 }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await pool.first("SELECT count(*) FROM note", as: Int.self) == 0)
      #expect(try await pool.first("SELECT pg_backend_pid()", as: Int.self) == before)
    }
  }

  @Test func aTransactionCancelledBetweenStatementsIsNotCommitted() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      try await pool.run("CREATE TABLE note (id int)")
      let task = Task {
        try await pool.transaction { db in
          try await db.run("INSERT INTO note VALUES (1)")
          withUnsafeCurrentTask { $0?.cancel() }
        }
      }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await pool.first("SELECT count(*) FROM note", as: Int.self) == 0)
    }
  }

  @Test func aCancellationNeverHitsTheNextStatement() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      for round in 0..<300 {
        let task = Task { try await pool.run("SELECT pg_sleep(0.001)") }
        if round % 3 > 0 { await Task.yield() }
        if round % 3 > 1 { try await Task.sleep(for: .microseconds(Int.random(in: 0...2500))) }
        task.cancel()
        #expect(try await pool.first("SELECT 1 FROM pg_sleep(0.0005)", as: Int.self) == 1)
        _ = await task.result
      }
    }
  }

  @Test func aStatementIsCancelledWhenItsTimeIsUp() async throws {
    try await withEmptyDatabase { database async throws in
      var configuration = database.configuration(size: 1)
      configuration.statementDeadline = .milliseconds(200)
      let (pool, witness) = (Pool(configuration), database.pool(size: 1))
      let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT pg_sleep(60)") }
      guard case .deadline = error else { throw try #require(error) }
      #expect(try await sleepers(witness) == 0)
      #expect(try await pool.first("SELECT 1", as: Int.self) == 1)
    }
  }

  @Test func aConnectionTheServerEndedIsReplacedBeforeItsNextUse() async throws {
    try await withEmptyDatabase { database async throws in
      let (pool, witness) = (database.pool(size: 1), database.pool(size: 1))
      for isTransaction in [false, true] {
        let process = try #require(try await pool.first("SELECT pg_backend_pid()", as: Int.self))
        try await end(process, witness)
        let ask: SQL = "SELECT pg_backend_pid()"
        let next =
          isTransaction
          ? try await pool.transaction { try await $0.first(ask, as: Int.self) }
          : try await pool.first(ask, as: Int.self)
        #expect(next != process)
      }
    }
  }

  @Test func aConnectionLostUnderAStatementIsAnErrorOnce() async throws {
    try await withEmptyDatabase { database async throws in
      let (pool, witness) = (database.pool(size: 1), database.pool(size: 1))
      let process = try #require(try await pool.first("SELECT pg_backend_pid()", as: Int.self))
      let task = Task { try await pool.run("SELECT pg_sleep(60)") }
      try await eventually { try await sleepers(witness) == 1 }
      try await end(process, witness)
      let error = await #expect(throws: PostgresError.self) { try await task.value }
      #expect(error?.isUnavailable == true)
      #expect(try await pool.first("SELECT 1", as: Int.self) == 1)
    }
  }

  @Test func aConnectionLostWithinATransactionEndsIt() async throws {
    try await withEmptyDatabase { database async throws in
      let (pool, witness) = (database.pool(size: 1), database.pool(size: 1))
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { db in
          let process = try #require(try await db.first("SELECT pg_backend_pid()", as: Int.self))
          try await end(process, witness)
          _ = await failure { try await db.run("SELECT 1") }
        }
      }
      #expect(error?.isUnavailable == true)
      #expect(try await pool.first("SELECT 1", as: Int.self) == 1)
    }
  }

  @Test func preparedStatementsAreReusedAndTheirNumberIsBounded() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let count: SQL = "SELECT count(*) FROM pg_prepared_statements"
      for _ in 0..<3 { try await pool.run("SELECT \(1)") }
      #expect(try await pool.first(count, as: Int.self) == 2)
      for length in 1...600 {
        let sum = SQL.joined(Array(repeating: "\(1)", count: length), separator: " + ")
        #expect(try await pool.first("SELECT " + sum, as: Int.self) == length)
      }
      // One more than the cache holds: what just left it is deallocated together with the next statement.
      #expect(try await pool.first(count, as: Int.self) == 257)
    }
  }

  @Test func theSameTextWithOtherTypesIsAnotherStatement() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      func type(_ value: some PostgresBindable) async throws -> String? {
        try await pool.first("SELECT pg_typeof(\(value))::text", as: String.self)
      }
      #expect(try await [type(1), type(true), type(UUID()), type(1)] == ["bigint", "boolean", "uuid", "bigint"])
    }
  }

  @Test func aPreparationThatFailedIsTriedAgain() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let read: SQL = "SELECT count(*) FROM later"
      let error = await #expect(throws: PostgresError.self) { try await pool.query(read) }
      #expect(error?.sqlState == "42P01")
      try await pool.run("CREATE TABLE later (id int)")
      #expect(try await pool.first(read, as: Int.self) == 0)
    }
  }

  @Test func aPreparedStatementSurvivesAChangeOfItsTable() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let read: SQL = "SELECT * FROM note"
      try await pool.run("CREATE TABLE note AS SELECT 1 AS id")
      try await pool.run(read)
      try await pool.run("ALTER TABLE note ADD title text DEFAULT 'x'")
      #expect(try await pool.query(read).first?["title", as: String.self] == "x")

      try await pool.run("ALTER TABLE note ADD body text DEFAULT 'y'")
      let error = await failure { try await pool.transaction { try await $0.run(read) } }
      #expect((error as? PostgresError)?.sqlState == "0A000")
      #expect(try await pool.transaction { try await $0.query(read).first?["body", as: String.self] } == "y")
    }
  }

  @Test func aPreparedStatementSomebodyDroppedIsPreparedAgain() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      #expect(try await pool.first("SELECT 1", as: Int.self) == 1)
      try await pool.run("DEALLOCATE ALL")
      #expect(try await pool.first("SELECT 1", as: Int.self) == 1)
    }
  }

  private func sleepers(_ database: any Database) async throws -> Int? {
    try await database.first(
      """
      SELECT count(*)
      FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()
      """)
  }

  private func end(_ process: Int, _ database: any Database) async throws {
    try await database.run("SELECT pg_terminate_backend(\(process)::int)")
    try await eventually {
      try await database.first("SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)", as: Int.self) == 0
    }
  }
}
