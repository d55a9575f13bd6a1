import Postgres

/// Topics of notifications, as the acting user received them.
struct TopicRepository {
  let db: any Database

  /// How many topics an answer names at the most.
  private static let limit = 200

  /// In alphabetical order of their bytes.
  func inUse() async throws -> [String] {
    try await db.all(
      "SELECT DISTINCT topic COLLATE \"C\" AS topic FROM received_notification ORDER BY 1 LIMIT \(Self.limit)",
      as: String.self)
  }
}
