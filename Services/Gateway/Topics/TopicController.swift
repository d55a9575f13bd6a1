import Domain
import Hummingbird
import ServiceKit

/// `GET /v1/topics`: the topics of tickets and of notifications together.
struct TopicController: Sendable {
  let tickets: ServiceClient
  let notifications: ServiceClient

  var routes: [Route] {
    [Route(.get, "/v1/topics", use: list)]
  }

  /// Support has no notifications of its own.
  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Topics> {
    let principal = try context.requirePrincipal()
    async let ofTickets = tickets.value(of: Topics.self, .get, "/topics", for: principal, context: context)
    guard !principal.isSupport else { return JSON(try await ofTickets) }
    async let ofNotifications = notifications.value(of: Topics.self, .get, "/topics", for: principal, context: context)
    let inUse = Set(try await ofTickets.inUse + ofNotifications.inUse)
    return JSON(
      Topics(
        catalogue: try await ofTickets.catalogue,
        inUse: inUse.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }))
  }
}
