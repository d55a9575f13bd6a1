import Postgres
import TestSupport
import Testing

@Suite struct MigratorTests {
  private let first = Migration(
    version: 1, name: "note", sql: "CREATE TABLE note (id int); INSERT INTO note VALUES (1); SELECT pg_sleep(0.05);")
  private let second = Migration(version: 2, name: "more", sql: "-- zażółć\nINSERT INTO note VALUES (2);")
  private let broken = Migration(
    version: 2, name: "broken", sql: "INSERT INTO note VALUES (3); INSERT INTO nothing VALUES (1);")

  @Test func manyMigratorsAtOnceApplyEveryMigrationOnce() async throws {
    try await withEmptyDatabase { database async throws in
      let migrator = Migrator([second, first], database.configuration())
      let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<8 { group.addTask { try await migrator.migrate().map(\.version) } }
        return try await group.reduce([], +)
      }
      #expect(applied == [1, 2])
      let pool = database.pool()
      #expect(try await pool.all("SELECT id FROM note ORDER BY id", as: Int.self) == [1, 2])
      #expect(try await Migrator.currentVersion(of: pool) == 2)
    }
  }

  @Test func twoDatabasesOfOneServerMayMakeTheSameRoleAtOnce() async throws {
    let role = Migration(
      version: 1, name: "role",
      sql: """
        DO $$
        BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'migrator_test') THEN
            PERFORM pg_sleep(0.5);
            CREATE ROLE migrator_test;
          END IF;
        END
        $$;
        """)
    try await withEmptyDatabase { one async throws in
      try await withEmptyDatabase { other async throws in
        async let first = Migrator([role], one.configuration()).migrate()
        async let second = Migrator([role], other.configuration()).migrate()
        let applied = try await first.count + second.count
        #expect(applied == 2)
        try await one.pool().run("DROP ROLE migrator_test")
      }
    }
  }

  @Test func anEmptyDatabaseHasVersionZero() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      #expect(try await Migrator.currentVersion(of: pool) == 0)
      #expect(try await Migrator([], pool.configuration).migrate().isEmpty)
      #expect(try await Migrator.currentVersion(of: pool) == 0)
    }
  }

  @Test func laterMigrationsAreAdded() async throws {
    try await withEmptyDatabase { database async throws in
      let configuration = database.configuration()
      #expect(try await Migrator([first], configuration).migrate().map(\.version) == [1])
      #expect(try await Migrator([first, second], configuration).migrate().map(\.version) == [2])
      #expect(try await Migrator([first, second], configuration).migrate().isEmpty)
    }
  }

  @Test func aMigrationThatWasChangedAfterwardsIsRefused() async throws {
    try await withEmptyDatabase { database async throws in
      let configuration = database.configuration()
      _ = try await Migrator([first], configuration).migrate()
      let edited = Migration(version: 1, name: "note", sql: first.sql + " ")
      let error = await #expect(throws: MigrationError.self) {
        try await Migrator([edited, second], configuration).migrate()
      }
      #expect(error?.description == "migration 1 note is not the one that was applied to this database")
    }
  }

  @Test func aDatabaseNewerThanTheProgramIsRefused() async throws {
    try await withEmptyDatabase { database async throws in
      let configuration = database.configuration()
      _ = try await Migrator([first, second], configuration).migrate()
      let error = await #expect(throws: MigrationError.self) { try await Migrator([first], configuration).migrate() }
      #expect(error?.description == "the database has version 2, this program only knows 1")
    }
  }

  @Test func aMigrationThatFailsLeavesNothingAndNamesItself() async throws {
    try await withEmptyDatabase { database async throws in
      let configuration = database.configuration()
      let error = await #expect(throws: MigrationError.self) {
        try await Migrator([first, broken], configuration).migrate()
      }
      #expect(error?.description.hasPrefix("migration 2 broken failed: undefined_table (42P01)") == true)
      #expect(try await Migrator.currentVersion(of: database.pool()) == 1)
      #expect(try await database.pool().all("SELECT id FROM note", as: Int.self) == [1])
      #expect(try await Migrator([first, second], configuration).migrate().map(\.version) == [2])
    }
  }
}
