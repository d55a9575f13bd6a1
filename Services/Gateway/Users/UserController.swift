import Domain
import Hummingbird
import Postgres
import ServiceKit

/// `GET /v1/me`.
struct UserController: Sendable {
  let pool: Pool

  struct Me: Encodable, Sendable {
    let user: User
  }

  var routes: [Route] {
    [Route(.get, "/v1/me", use: me)]
  }

  private func me(_ request: Request, _ context: AppContext) async throws -> JSON<Me> {
    let principal = try context.requirePrincipal()
    return try await pool.acting(as: principal) { db in
      JSON(Me(user: try await UserRepository(db: db).require(principal.userId)))
    }
  }
}
