import Postgres

/// The one schema of the suite: forward-only SQL files, embedded so that every binary carries the version it wants.
package enum Schema {
  /// All migrations, oldest first. SwiftPM names an embedded file after itself, its first digit replaced by `_`.
  package static let migrations: [Migration] = [
    Migration(version: 1, name: "accounts", sql: text(PackageResources._001_accounts_sql)),
    Migration(version: 2, name: "tickets", sql: text(PackageResources._002_tickets_sql)),
    Migration(version: 3, name: "notifications", sql: text(PackageResources._003_notifications_sql)),
  ]

  /// The version a service needs: the newest migration it was built with.
  package static var version: Int { migrations.last?.version ?? 0 }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
