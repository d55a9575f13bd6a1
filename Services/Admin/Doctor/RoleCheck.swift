import Foundation
import Postgres

/// Whether the services' login roles are there, are as weak as they should be, and can sign in.
struct RoleCheck {
  let pool: Pool
  let passwords: [LoginRole: String]

  func findings() async throws -> [Finding] {
    var findings: [Finding] = []
    for role in LoginRole.allCases {
      findings.append(try await rights(of: role))
      if let password = passwords[role] { findings.append(await signIn(as: role, password: password)) }
    }
    return findings
  }

  private func rights(of role: LoginRole) async throws -> Finding {
    let found = try await pool.first(
      """
      SELECT rolcanlogin AS can_login,
        array_remove(ARRAY[
          CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolbypassrls THEN 'bypassrls' END,
          CASE WHEN rolcreaterole THEN 'createrole' END, CASE WHEN rolcreatedb THEN 'createdb' END,
          CASE WHEN EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) THEN 'owner of tables' END,
          CASE WHEN EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) THEN 'member of another role' END
        ], NULL) AS excess
      FROM pg_roles
      WHERE rolname = \(role.rawValue)
      """, as: Rights.self)
    guard let found else {
      return .unsound("role \(role.rawValue) does not exist", hint: "create it as the migrations do")
    }
    guard found.canLogin else {
      return .unsound("role \(role.rawValue) may not sign in", hint: "ALTER ROLE \(role.rawValue) LOGIN")
    }
    return found.excess.isEmpty
      ? .sound("role \(role.rawValue) exists and is bound by row-level security")
      : .unsound(
        "role \(role.rawValue) is \(found.excess.joined(separator: ", ")): the database no longer keeps accounts apart",
        hint: "take these rights from it, a service needs none of them")
  }

  private func signIn(as role: LoginRole, password: String) async -> Finding {
    guard var components = URLComponents(string: pool.configuration.url) else {
      return .unsound("cannot try to sign in as \(role.rawValue)", hint: "DATABASE_URL is no plain address")
    }
    components.user = role.rawValue
    components.password = password
    var configuration = pool.configuration
    configuration.url = components.string ?? configuration.url
    let session = Pool(configuration)
    let finding: Finding
    do {
      try await session.run("SELECT 1")
      finding = .sound("role \(role.rawValue) signs in with \(role.passwordSetting)")
    } catch {
      let reason = (error as? PostgresError)?.server?.message ?? "\(error)"
      finding = .unsound(
        "role \(role.rawValue) cannot sign in with \(role.passwordSetting): \(reason)",
        hint: "run `pomoc migrate` with \(role.passwordSetting) to set it")
    }
    await session.close()
    return finding
  }

  private struct Rights: Decodable {
    let canLogin: Bool
    let excess: [String]
  }
}
