import Domain
import Hummingbird
import Postgres
import ServiceKit

/// The topics in use among a user's notifications, for the gateway to add to the tickets'.
struct TopicController {
  let pool: Pool

  var routes: [Route] {
    [Route(.get, "/topics", use: list)]
  }

  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Topics> {
    let principal = try context.requireUser()
    return try await pool.acting(as: principal) { db in
      JSON(Topics(catalogue: [], inUse: try await TopicRepository(db: db).inUse()))
    }
  }
}
