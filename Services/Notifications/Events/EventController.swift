import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOFoundationEssentialsCompat
import Postgres
import ServiceKit

/// Takes the facts that other services' relays carry here.
struct EventController {
  let pool: Pool

  /// A fact with a whole message, even if every character is escaped, in bytes.
  private static let limit = 512 * 1024

  var routes: [Route] {
    [Route(.post, "/events", use: take)]
  }

  /// Answers 204 when the fact is recorded, now or before; 422 for what this version does not understand.
  private func take(_ request: Request, _ context: AppContext) async throws -> Response {
    _ = try context.requireProcess()
    let body = try await request.collected(limit: Self.limit)
    let event: Event
    do {
      event = try JSONCoding.decode(Event.self, from: Data(buffer: body))
    } catch {
      throw Problem.invalid("event", .wrongType(expected: "event"))
    }
    try await pool.actingAsSystem { db in try await EventRepository(db: db).record(event) }
    return Response(status: .noContent)
  }
}
