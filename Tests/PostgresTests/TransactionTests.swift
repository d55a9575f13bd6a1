import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct TransactionTests {
  struct NotFound: Error, Equatable { let id: Int }

  @Test func whatReturnsIsCommitted() async throws {
    try await withNotes { pool async throws in
      let answer = try await pool.transaction { db in
        try await db.run("INSERT INTO note VALUES (1)")
        return "done"
      }
      #expect(answer == "done")
      #expect(try await notes(pool) == [1])
    }
  }

  @Test func theCallersOwnErrorArrivesAndEverythingIsRolledBack() async throws {
    try await withNotes { pool async throws in
      await #expect(throws: NotFound(id: 7)) {
        try await pool.transaction { db in
          try await db.run("INSERT INTO note VALUES (1)")
          throw NotFound(id: 7)
        }
      }
      #expect(try await notes(pool) == [])
    }
  }

  @Test func aFailedStatementRollsBackAndTheConnectionIsUsedAgain() async throws {
    try await withNotes { pool async throws in
      let before = try await pool.first("SELECT pg_backend_pid()", as: Int.self)
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { db in
          try await db.run("INSERT INTO note VALUES (1)")
          try await db.run("INSERT INTO note VALUES (1)")
        }
      }
      #expect(error?.constraint == "note_key")
      #expect(try await notes(pool) == [])
      #expect(try await pool.first("SELECT pg_backend_pid()", as: Int.self) == before)
    }
  }

  @Test func theFirstStatementMayBeTheOneThatFails() async throws {
    try await withNotes { pool async throws in
      try await pool.run("INSERT INTO note VALUES (1)")
      try await pool.transaction { db in
        let failure = await failure {
          try await db.transaction { try await $0.run("INSERT INTO note VALUES (1)") }
        }
        #expect((failure as? PostgresError)?.constraint == "note_key")
        try await db.run("INSERT INTO note VALUES (2)")
      }
      #expect(try await notes(pool) == [1, 2])
    }
  }

  @Test func aStatementThatCannotBeSentDoesNotCostTheTransactionItsBeginning() async throws {
    try await withNotes { pool async throws in
      await #expect(throws: NotFound.self) {
        try await pool.transaction { db in
          let refusal = await failure { try await db.run("SELECT \("\0")::text") }
          #expect(refusal is PostgresError)
          try await db.run("INSERT INTO note VALUES (1)")
          throw NotFound(id: 1)
        }
      }
      #expect(try await notes(pool) == [])
    }
  }

  @Test func aSavepointUndoesOnlyItself() async throws {
    try await withNotes { pool async throws in
      try await pool.transaction { db in
        try await db.run("INSERT INTO note VALUES (1)")
        let failure = await failure {
          try await db.transaction { inner in
            try await inner.run("INSERT INTO note VALUES (2)")
            try await inner.transaction { try await $0.run("INSERT INTO note VALUES (3)") }
            throw NotFound(id: 2)
          }
        }
        #expect(failure as? NotFound == NotFound(id: 2))
        try await db.transaction { try await $0.run("INSERT INTO note VALUES (4)") }
      }
      #expect(try await notes(pool) == [1, 4])
    }
  }

  @Test func goingOnAfterAFailedStatementIsNotACommit() async throws {
    try await withNotes { pool async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { db in
          try await db.run("INSERT INTO note VALUES (1)")
          _ = try? await db.run("SELECT 1 / 0")
        }
      }
      #expect(error?.sqlState == "25P02")
      #expect(try await notes(pool) == [])
    }
  }

  @Test func aConstraintCheckedAtCommitIsTheErrorOfTheTransaction() async throws {
    try await withNotes { pool async throws in
      try await pool.run(
        "CREATE TABLE reply (note int CONSTRAINT reply_note REFERENCES note DEFERRABLE INITIALLY DEFERRED)")
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { try await $0.run("INSERT INTO reply VALUES (5)") }
      }
      #expect(error?.constraint == "reply_note")
      #expect(try await pool.first("SELECT count(*) FROM reply", as: Int.self) == 0)
    }
  }

  @Test func settingsLastAsLongAsTheTransaction() async throws {
    try await withNotes { pool async throws in
      let read: SQL = "SELECT coalesce(current_setting('pomoc.user', true), '')"
      let inside = try await pool.transaction(settings: [("pomoc.user", "o'Neill"), ("pomoc.role", "agent")]) { db in
        let inner = try await db.transaction(settings: [("pomoc.user", "inner")]) {
          try await $0.first(read, as: String.self)
        }
        return [inner, try await db.first("SELECT current_setting('pomoc.role')", as: String.self)]
      }
      #expect(inside == ["inner", "agent"])
      #expect(try await pool.first(read, as: String.self) == "")
      #expect(try await pool.transaction { try await $0.first(read, as: String.self) } == "")
    }
  }

  @Test func settingsAreThereForTheFirstStatement() async throws {
    try await withNotes { pool async throws in
      let user = try await pool.transaction(settings: [("pomoc.user", "7")]) {
        try await $0.first("SELECT current_setting('pomoc.user')", as: String.self)
      }
      #expect(user == "7")
    }
  }

  @Test func aTransactionThatGotAwayIsOfNoUse() async throws {
    try await withNotes { pool async throws in
      nonisolated(unsafe) var escaped: (any Database)?
      nonisolated(unsafe) var inner: (any Database)?
      try await pool.transaction { db in
        escaped = db
        try await db.transaction { nested in
          inner = nested
          try await nested.run("SELECT 1")
        }
      }
      for database in [escaped, inner] {
        await #expect(throws: PostgresError.self) { try await database?.run("INSERT INTO note VALUES (1)") }
        await #expect(throws: PostgresError.self) {
          try await database?.transaction { try await $0.run("INSERT INTO note VALUES (1)") }
        }
      }
      #expect(try await notes(pool) == [])
    }
  }

  @Test func statementsSentAtOnceShareTheTransaction() async throws {
    try await withNotes { pool async throws in
      await #expect(throws: NotFound(id: 20)) {
        try await pool.transaction { db in
          try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...20 { group.addTask { try await db.run("INSERT INTO note VALUES (\(number))") } }
            try await group.waitForAll()
          }
          let count = try await db.first("SELECT count(*) FROM note", as: Int.self)
          throw NotFound(id: try #require(count))
        }
      }
      #expect(try await notes(pool) == [])
    }
  }

  @Test func aConnectionLostDuringCommitLeavesTheOutcomeOpen() async throws {
    try await withNotes { pool async throws in
      try await pool.run(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$
        """)
      try await pool.run(
        """
        CREATE CONSTRAINT TRIGGER die AFTER INSERT ON note
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION die()
        """
      )
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction { try await $0.run("INSERT INTO note VALUES (1)") }
      }
      guard case .outcomeUnknown = error else { throw try #require(error) }
      #expect(try await notes(pool) == [])
    }
  }

  @Test func aTransactionBegunByHandDoesNotLeakToTheNextCaller() async throws {
    try await withNotes { pool async throws in
      try await pool.run("BEGIN")
      try await pool.run("INSERT INTO note VALUES (1)")
      #expect(try await notes(pool) == [1])
    }
  }

  @Test func anActorsOwnStateCanBeUsedWithin() async throws {
    actor Desk {
      var written = 0

      func write(_ pool: any Database) async throws {
        try await pool.transaction { db in
          written += try await db.run("INSERT INTO note VALUES (1), (2)")
        }
      }
    }
    try await withNotes { pool async throws in
      let desk = Desk()
      try await desk.write(pool)
      #expect(await desk.written == 2)
    }
  }

  private func notes(_ database: any Database) async throws -> [Int] {
    try await database.all("SELECT id FROM note ORDER BY id", as: Int.self)
  }

  /// A pool of one connection, so that everything a test leaves behind is met by its next statement.
  private func withNotes(_ body: (Pool) async throws -> Void) async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      try await pool.run("CREATE TABLE note (id int CONSTRAINT note_key PRIMARY KEY)")
      try await body(pool)
      await pool.close()
    }
  }
}
