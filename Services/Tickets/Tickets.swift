import ArgumentParser
import Configuration
import Domain
import Foundation
import Hummingbird
import Logging
import Postgres
import ServiceKit

/// The process that owns tickets, their messages and their files.
@main
struct Tickets: ServiceCommand {
  static let service = "tickets"

  /// - Settings:
  ///   - `HTTP_HOST` (127.0.0.1), `HTTP_PORT` (8081)
  ///   - `DATABASE_URL` (required), `DATABASE_POOL_SIZE` (8): the role `pomoc_tickets`
  ///   - `NOTIFICATIONS_URL` (required): where the notifications process listens, who is told what happens to tickets
  ///   - `INNER_KEY` (required, at least 32 characters): the secret under the inner tokens
  ///   - `ATTACHMENT_LIMIT` (26214400): the largest file, in bytes
  ///   - `TIME_ZONE` (Europe/Warsaw): where a day begins for the date filter
  static func build(_ config: ConfigReader) async throws -> some ApplicationProtocol {
    let pool = try Pool(config, service: service)
    let innerToken = await InnerToken(key: try config.required("INNER_KEY", minimumLength: 32))
    let limit = try config.number("ATTACHMENT_LIMIT", default: Attachment.defaultLimit, in: 1...1_073_741_824)
    let zone = try config.timeZone()
    let notificationsURL = try config.url("NOTIFICATIONS_URL")
    let application = try ApplicationConfiguration(config, port: "HTTP_PORT", default: 8081)
    let fileTypes = try FileTypes()
    try await pool.requireSchema()
    let httpClient = ServiceClient.httpClient()
    let notifications = ServiceClient(httpClient, base: notificationsURL, token: innerToken)

    let router = Router.suite()
    router.addRoutes(Health([("database", { try await pool.run("SELECT 1") })]).routes, atPath: "/health")
    router.get("/metrics") { _, _ in ServiceMetrics.registry.response }

    router.add(middleware: InnerTokenMiddleware(innerToken))
    router.add(TicketController(pool: pool, zone: zone).routes)
    router.add(MessageController(pool: pool).routes)
    router.add(AttachmentController(pool: pool, fileTypes: fileTypes, limit: limit).routes)
    router.add(TopicController(pool: pool).routes)
    router.add(HistoryController(pool: pool, zone: zone).routes)

    var app = Application(router: router, configuration: application, logger: Logger(label: service))
    app.addServices(
      pool, HTTPClientService(client: httpClient), Sweeper(pool: pool),
      OutboxRelay(pool: pool, receiver: notifications, service: service))
    return app
  }
}
