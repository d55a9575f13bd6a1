import Postgres

/// The role as which a service signs in to the database; migrations create it, without a password.
enum LoginRole: String, CaseIterable {
  case gateway = "pomoc_gateway"
  case tickets = "pomoc_tickets"
  case notifications = "pomoc_notifications"

  /// The setting that carries the role's password.
  var passwordSetting: String {
    switch self {
    case .gateway: "GATEWAY_DATABASE_PASSWORD"
    case .tickets: "TICKETS_DATABASE_PASSWORD"
    case .notifications: "NOTIFICATIONS_DATABASE_PASSWORD"
    }
  }

  /// `ALTER ROLE` takes no parameters, so both values travel as settings and the server itself quotes them.
  func setPassword(_ password: String, in pool: Pool) async throws {
    let settings = [("pomoc.login_role", rawValue), ("pomoc.login_password", password)]
    _ = try await pool.transaction(settings: settings) { db in
      try await db.run(
        """
        DO $$
        BEGIN
          EXECUTE format('ALTER ROLE %I PASSWORD %L',
            current_setting('pomoc.login_role'), current_setting('pomoc.login_password'));
        END
        $$
        """)
    }
  }
}
