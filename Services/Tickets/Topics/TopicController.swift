import Domain
import Hummingbird
import Postgres
import ServiceKit

/// The topics that support suggests and those in use.
struct TopicController {
  let pool: Pool

  var routes: [Route] {
    [Route(.get, "/topics", use: list)]
  }

  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Topics> {
    let principal = try context.requirePrincipal()
    return try await pool.acting(as: principal) { db in
      let topics = TopicRepository(db: db, principal: principal)
      return JSON(Topics(catalogue: try await topics.catalogue(), inUse: try await topics.inUse()))
    }
  }
}
