import Postgres
import Schema

/// Looks at an installation from the database's side, one check after another.
struct Doctor {
  /// As the role that owns the schema.
  let database: Pool.Configuration
  /// Of the services' login roles, as far as they are known.
  let passwords: [LoginRole: String]

  /// Every finding as soon as it is made; a check that cannot be carried out is a finding too.
  func findings() -> AsyncStream<Finding> {
    AsyncStream { continuation in
      let task = Task {
        await examine { continuation.yield($0) }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func examine(_ report: (Finding) -> Void) async {
    var patient = database
    // Checksums of large files take their time.
    patient.statementDeadline = .seconds(600)
    let pool = Pool(patient)
    do {
      report(try await server(pool))
      let schema = try await schema(pool)
      report(schema)
      // The other checks ask for tables as they are now.
      if schema.isSound {
        for finding in try await RoleCheck(pool: pool, passwords: passwords).findings() { report(finding) }
        for finding in try await PolicyCheck(db: pool).findings() { report(finding) }
        try await pool.transaction(settings: [("pomoc.role", "system")]) { db in
          for finding in try await DataCheck(db: db).findings() { report(finding) }
          for finding in try await OutboxCheck(db: db).findings() { report(finding) }
          for finding in try await FileCheck(db: db).findings() { report(finding) }
        }
      }
    } catch {
      report(.unsound("the database cannot be examined", hint: Refusal.line(for: error) ?? "\(error)"))
    }
    await pool.close()
  }

  private func server(_ pool: Pool) async throws -> Finding {
    let server = try await pool.first(
      """
      SELECT split_part(current_setting('server_version'), ' ', 1) AS version, current_database() AS database, current_user AS role,
        current_user = pg_get_userbyid(datdba) OR rolsuper AS may
      FROM pg_database, pg_roles
      WHERE datname = current_database() AND rolname = current_user
      """, as: Server.self)
    guard let server else { return .unsound("the database does not know itself", hint: "is this PostgreSQL?") }
    let text = "PostgreSQL \(server.version) answers, database \(server.database), as \(server.role)"
    return server.may
      ? .sound(text)
      : .unsound(text, hint: "\(server.role) does not own the database: DATABASE_URL has to name the role that does")
  }

  private func schema(_ pool: Pool) async throws -> Finding {
    let found = try await Migrator.currentVersion(of: pool)
    if found == Schema.version { return .sound("the schema is at version \(found)") }
    return found < Schema.version
      ? .unsound(
        "the schema is at version \(found), this program needs \(Schema.version)",
        hint: "run `pomoc migrate`; the other checks come after that")
      : .unsound(
        "the schema is at version \(found), this program only knows \(Schema.version)",
        hint: "use the `pomoc` of the release that is installed")
  }

  private struct Server: Decodable {
    let version: String
    let database: String
    let role: String
    let may: Bool
  }
}
