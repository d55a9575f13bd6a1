import Postgres

/// Whether row-level security stands on every table, and what the schema builds on is installed.
struct PolicyCheck {
  let db: any Database

  /// Tables without anybody's data; every other one has to be behind row-level security, also those yet to come.
  static let open = ["schema_migration", "integration", "topic"]

  func findings() async throws -> [Finding] {
    let tables = try await db.all(
      """
      SELECT relname AS name, relrowsecurity AS is_enabled, relforcerowsecurity AS is_forced,
        EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid) AS has_policies
      FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL(\(Self.open))
      ORDER BY relname
      """, as: Table.self)
    let findings = tables.compactMap(\.finding)
    let walls = Finding.sound("row-level security is forced on all \(tables.count) tables with data of accounts")
    return (findings.isEmpty ? [walls] : findings) + [try await trigrams()]
  }

  private func trigrams() async throws -> Finding {
    let version: String? = try await db.first("SELECT extversion FROM pg_extension WHERE extname = 'pg_trgm'")
    return version.map { .sound("extension pg_trgm \($0) is installed") }
      ?? .unsound("extension pg_trgm is missing", hint: "CREATE EXTENSION pg_trgm (package postgresql-contrib)")
  }

  private struct Table: Decodable {
    let name: String
    let isEnabled: Bool
    let isForced: Bool
    let hasPolicies: Bool

    var finding: Finding? {
      if !isEnabled {
        return .unsound(
          "table \(name) has no row-level security: accounts can see each other's rows",
          hint: "ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
      }
      if !isForced {
        return .unsound(
          "row-level security on table \(name) does not bind its owner",
          hint: "ALTER TABLE \(name) FORCE ROW LEVEL SECURITY")
      }
      return hasPolicies
        ? nil
        : .unsound(
          "table \(name) has no policy: nobody sees its rows", hint: "create its policies as the migrations have them")
    }
  }
}
