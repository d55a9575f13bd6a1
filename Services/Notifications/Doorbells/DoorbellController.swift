import Domain
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// The stream of all doorbells, for gateways.
struct DoorbellController {
  let doorbells: Doorbells

  var routes: [Route] {
    [Route(.get, "/doorbells", use: stream)]
  }

  /// Goes on after the `Last-Event-ID`; where that is not possible the event `restart` comes first: some may be missed.
  private func stream(_ request: Request, _ context: AppContext) async throws -> Response {
    _ = try context.requireProcess()
    var terms = EventBroadcast<Doorbell>.Terms(owner: .v7(), lifetime: .seconds(3_600))
    terms.lastEventId = request.headers[.lastEventId]
    return try doorbells.broadcast.stream(
      terms, on: context.channel, first: [.init(name: "restart", data: "")], admits: { _ in true })
  }
}
