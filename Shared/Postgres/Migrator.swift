import Foundation

/// One step of the schema: a text of SQL that runs once and is never changed afterwards.
package struct Migration: Sendable {
  package let version: Int
  package let name: String
  package let sql: String

  package init(version: Int, name: String, sql: String) {
    (self.version, self.name, self.sql) = (version, name, sql)
  }

  /// FNV-1a: notices an edit, and is not meant to withstand an enemy.
  package var checksum: String {
    let hash = sql.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}

/// Why the schema was left as it is.
package enum MigrationError: Error, CustomStringConvertible {
  case changed(Migration)
  case newer(database: Int, code: Int)
  case failed(Migration, any Error)

  package var description: String {
    switch self {
    case .changed(let migration):
      "migration \(migration.version) \(migration.name) is not the one that was applied to this database"
    case .newer(let database, let code): "the database has version \(database), this program only knows \(code)"
    case .failed(let migration, let error):
      "migration \(migration.version) \(migration.name) failed: \(String(reflecting: error))"
    }
  }
}

/// Brings the schema up to date. Many processes may do so at once: one works, the others wait and find it done.
package struct Migrator: Sendable {
  /// How long a migration, and waiting for another process's, may take.
  private static let limit = Duration.seconds(600)
  private static let attempts = 5

  private let migrations: [Migration]
  private let configuration: Pool.Configuration

  /// - Parameter configuration: The database, as the role that owns the schema.
  package init(_ migrations: [Migration], _ configuration: Pool.Configuration) {
    self.migrations = migrations.sorted { $0.version < $1.version }
    var patient = configuration
    patient.statementDeadline = Self.limit
    self.configuration = patient
  }

  /// Applies what is missing, each in a transaction of its own, and answers what that was.
  package func migrate() async throws -> [Migration] {
    var applied: [Migration] = []
    // Roles belong to all databases of a server: one that another database's migration has made at the same moment is
    // there when this one, whose transaction was undone, looks again.
    for _ in 1..<Self.attempts {
      do {
        try await migrate(&applied)
        return applied
      } catch MigrationError.failed(_, let error as PostgresError)
        where error.constraint == "pg_authid_rolname_index"
      {}
    }
    try await migrate(&applied)
    return applied
  }

  private func migrate(_ applied: inout [Migration]) async throws {
    let connection = try await Connection.open(configuration)
    // Closing gives the lock back, however this ends.
    defer { connection.close() }
    try await connection.script(
      """
      SELECT pg_advisory_lock(8101109111);
      CREATE TABLE IF NOT EXISTS schema_migration (
        version bigint PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now());
      GRANT SELECT ON schema_migration TO PUBLIC;
      """, within: Self.limit)
    for migration in try await pending(on: connection) {
      try await apply(migration, on: connection)
      applied.append(migration)
    }
  }

  /// The version of the schema a database has; 0 when it has none. Every role may ask.
  package static func currentVersion(of database: any Database) async throws -> Int {
    guard try await database.first("SELECT to_regclass('schema_migration') IS NOT NULL") == true else { return 0 }
    return try await database.first("SELECT coalesce(max(version), 0) FROM schema_migration") ?? 0
  }

  /// What was applied has to be the beginning of what the code knows; answers the rest.
  private func pending(on connection: Connection) async throws -> [Migration] {
    let statement = try Statement("SELECT version, checksum FROM schema_migration ORDER BY version")
    let applied = try await connection.execute { [statement] }.rows.map { try $0.values((Int, String).self) }
    if let last = applied.last, last.0 > migrations.last?.version ?? 0 {
      throw MigrationError.newer(database: last.0, code: migrations.last?.version ?? 0)
    }
    for (migration, (version, checksum)) in zip(migrations, applied)
    where migration.version != version || migration.checksum != checksum {
      throw MigrationError.changed(migration)
    }
    return Array(migrations.dropFirst(applied.count))
  }

  private func apply(_ migration: Migration, on connection: Connection) async throws {
    do {
      try await Transaction.run(on: connection) { database in
        try await database.run(
          """
          INSERT INTO schema_migration (version, name, checksum)
          VALUES (\(migration.version), \(migration.name), \(migration.checksum))
          """)
        try await connection.script(migration.sql, within: Self.limit)
      }
    } catch {
      throw MigrationError.failed(migration, error)
    }
  }
}
