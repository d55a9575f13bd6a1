import Domain
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// `GET /v1/events`: doorbells of what the caller may see, as server-sent events.
struct EventController: Sendable {
  let hub: EventHub

  var routes: [Route] {
    [Route(.get, "/v1/events", use: stream)]
  }

  /// A stream ends after about ten minutes, so that nobody listens for long with a credential that is none any more.
  private static let lifetime = 540.0...660

  /// With `?wait=` seconds it ends after its first event, for clients behind a proxy that holds answers back.
  private func stream(_ request: Request, _ context: AppContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    var terms = EventBroadcast<Doorbell>.Terms(
      owner: principal.userId, lifetime: .seconds(.random(in: Self.lifetime)))
    for (name, value) in try request.queryItems() {
      guard name == "wait" else { throw Problem.invalid(String(name.prefix(100)), .unknown) }
      guard let seconds = Int(value), (1...25).contains(seconds) else {
        throw Problem.invalid("wait", .outOfRange(1...25))
      }
      terms.lifetime = .seconds(seconds)
      terms.endsAfterFirst = true
    }
    terms.credential = Credential(request)?.token.sha256
    terms.lastEventId = request.headers[.lastEventId]
    return try hub.broadcast.stream(terms, on: context.channel) { $0.rings(for: principal) }
  }
}
