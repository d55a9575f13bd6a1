import ArgumentParser
import Configuration
import Domain
import Foundation
import Hummingbird
import Logging
import Postgres
import ServiceKit

/// The process that owns notifications and their receipts, and rings where something has changed.
@main
struct Notifications: ServiceCommand {
  static let service = "notifications"

  /// - Settings:
  ///   - `HTTP_HOST` (127.0.0.1), `HTTP_PORT` (8082)
  ///   - `DATABASE_URL` (required), `DATABASE_POOL_SIZE` (8): the role `pomoc_notifications`
  ///   - `INNER_KEY` (required, at least 32 characters): the secret under the inner tokens
  ///   - `TIME_ZONE` (Europe/Warsaw): where support works, and where a day begins for the date filter
  static func build(_ config: ConfigReader) async throws -> some ApplicationProtocol {
    let pool = try Pool(config, service: service)
    let innerToken = await InnerToken(key: try config.required("INNER_KEY", minimumLength: 32))
    let zone = try config.timeZone()
    let application = try ApplicationConfiguration(config, port: "HTTP_PORT", default: 8082)
    try await pool.requireSchema()

    let doorbells = Doorbells(pool: pool)
    let router = Router.suite()
    router.addRoutes(Health([("database", { try await pool.run("SELECT 1") })]).routes, atPath: "/health")
    router.get("/metrics") { _, _ in ServiceMetrics.registry.response }

    router.add(middleware: InnerTokenMiddleware(innerToken))
    router.add(NotificationController(pool: pool).routes)
    router.add(ReminderController(pool: pool, calendar: .standard(in: zone)).routes)
    router.add(ReceiptController(pool: pool).routes)
    router.add(HistoryController(pool: pool, zone: zone).routes)
    router.add(TopicController(pool: pool).routes)
    router.add(EventController(pool: pool).routes)
    router.add(DoorbellController(doorbells: doorbells).routes)

    var app = Application(router: router, configuration: application, logger: Logger(label: service))
    app.addServices(pool, doorbells, ReminderClock(pool: pool, doorbells: doorbells))
    return app
  }
}
