import Domain
import Postgres

extension Pool {
  /// The way every request's work reaches the database: one transaction whose row-level security sees `principal`.
  package nonisolated(nonsending) func acting<Result>(
    as principal: Principal, _ body: nonisolated(nonsending) (any Database) async throws -> Result
  ) async throws -> Result {
    try await transaction(
      settings: [
        ("pomoc.account", principal.accountId?.text ?? ""),
        ("pomoc.user", principal.userId.text),
        ("pomoc.role", principal.role.rawValue),
      ],
      body)
  }

  /// For work that is nobody's request: finding out who calls, sweeping, relaying.
  package nonisolated(nonsending) func actingAsSystem<Result>(
    _ body: nonisolated(nonsending) (any Database) async throws -> Result
  ) async throws -> Result {
    try await transaction(settings: [("pomoc.role", "system")], body)
  }
}
