import ArgumentParser
import AsyncHTTPClient
import Configuration
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import Postgres
import ServiceKit
import ServiceLifecycle

/// The only public door: who is calling, what they may, one file a message; everything else is the services'.
@main
struct Gateway: ServiceCommand {
  static let service = "gateway"

  /// - Settings:
  ///   - `HTTP_HOST` (127.0.0.1), `HTTP_PORT` (8080): the public address
  ///   - `METRICS_PORT` (8089): `/metrics` and the health checks, for the operator's network only
  ///   - `DATABASE_URL` (required), `DATABASE_POOL_SIZE` (8): the role `pomoc_gateway`
  ///   - `INNER_KEY` (required, at least 32 characters): the secret under the inner tokens
  ///   - `TICKETS_URL`, `NOTIFICATIONS_URL` (required): where these processes listen
  ///   - `PUBLIC_URL` (required): the address people use; decides about cookies and their origin
  ///   - `ALLOWED_ORIGINS` (none): origins, separated by commas, whose pages may embed the menu
  ///   - `ATTACHMENT_LIMIT` (26214400): the largest file, in bytes
  ///   - `RATE_LIMIT` (3000): requests a minute and caller
  ///   - `WEB_ROOT` (required): the folder of pages and scripts
  ///   - `DEMO_HOST_KEY` (none): the demo host's signing secret; switches the demo page on
  static func build(_ config: ConfigReader) async throws -> some ApplicationProtocol {
    let pool = try Pool(config, service: service)
    let publicURL = try config.url("PUBLIC_URL")
    let fileLimit = try config.number("ATTACHMENT_LIMIT", default: Attachment.defaultLimit, in: 1...1_073_741_824)
    let rateLimit = try config.number("RATE_LIMIT", default: 3_000, in: 1...1_000_000)
    let allowedOrigins = try AllowedOrigins(config.optional("ALLOWED_ORIGINS") ?? "")
    let pages = try Pages(root: try config.required("WEB_ROOT"), demo: config.optional("DEMO_HOST_KEY") != nil)
    let application = try ApplicationConfiguration(config, port: "HTTP_PORT", default: 8080)
    let operations = try ApplicationConfiguration(config, port: "METRICS_PORT", default: 8089)
    let innerKey = try config.required("INNER_KEY", minimumLength: 32)
    let ticketsURL = try config.url("TICKETS_URL")
    let notificationsURL = try config.url("NOTIFICATIONS_URL")
    let demo = try DemoHost(config)
    try await pool.requireSchema()

    let httpClient = ServiceClient.httpClient()
    let innerToken = await InnerToken(key: innerKey)
    let tickets = ServiceClient(httpClient, base: ticketsURL, token: innerToken)
    let notifications = ServiceClient(httpClient, base: notificationsURL, token: innerToken)
    let hub = EventHub(notifications: notifications)
    let health = Health([
      ("database", { try await pool.run("SELECT 1") }),
      ("tickets", { try await tickets.requireReady() }),
      ("notifications", { try await notifications.requireReady() }),
    ])
    let sessions = SessionController(pool: pool, hub: hub, secureCookie: publicURL.hasPrefix("https:"))

    let router = Router.suite(answeringThrough: [
      SecurityHeadersMiddleware(secure: publicURL.hasPrefix("https:")), AllowedOriginsMiddleware(allowedOrigins),
    ])
    router.addRoutes(health.routes, atPath: "/health")
    pages.add(to: router)
    if let demo { router.add(demo.routes) }

    router.add(middleware: CredentialMiddleware(pool: pool, publicURL: publicURL))
    router.add(middleware: RateLimitMiddleware(RateLimiter(limit: rateLimit)))
    router.add(sessions.routes)
    router.add(UserController(pool: pool).routes)
    router.add(AccountController(pool: pool).routes)
    router.add(HistoryController(tickets: tickets, notifications: notifications).routes)
    router.add(TopicController(tickets: tickets, notifications: notifications).routes)
    router.add(EventController(hub: hub).routes)
    router.add(
      ServiceProxy(services: [.tickets: tickets, .notifications: notifications], fileLimit: fileLimit).routes)

    var app = Application(
      router: router, server: .http1(configuration: .init(idleTimeout: .seconds(75))), configuration: application,
      logger: Logger(label: service))
    app.addServices(
      HTTPClientService(client: httpClient), pool, hub, Self.operations(health, operations, logger: app.logger))
    return app
  }

  /// What only the operator's network may see, on a port of its own.
  private static func operations(
    _ health: Health, _ configuration: ApplicationConfiguration, logger: Logger
  ) -> some ApplicationProtocol {
    let router = Router.suite()
    router.addRoutes(health.routes, atPath: "/health")
    router.get("/metrics") { _, _ in ServiceMetrics.registry.response }
    return Application(router: router, configuration: configuration, logger: logger)
  }
}
