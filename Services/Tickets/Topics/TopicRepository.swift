import Domain
import Postgres

/// Topics in the database, as one principal may see them.
struct TopicRepository {
  let db: any Database
  let principal: Principal

  /// How many topics an answer names at the most.
  private static let limit = 200

  /// The catalogue, in support's order.
  func catalogue() async throws -> [String] {
    try await db.all("SELECT name FROM topic ORDER BY position, name LIMIT \(Self.limit)", as: Name.self).map(\.name)
  }

  /// The topics of the tickets that the principal sees, in alphabetical order of their bytes.
  ///
  /// Each step jumps to the next topic in the index, so the cost grows with the topics and not with the tickets.
  func inUse() async throws -> [String] {
    let visible = TicketRepository.visible(to: principal)
    return try await db.all(
      """
      WITH RECURSIVE used (name, position) AS (
        (SELECT topic, 1 FROM ticket WHERE \(visible) ORDER BY topic LIMIT 1)
        UNION ALL
        SELECT (SELECT topic FROM ticket WHERE \(visible) AND topic > used.name ORDER BY topic LIMIT 1), position + 1
        FROM used
        WHERE used.name IS NOT NULL AND used.position < \(Self.limit)
      )
      SELECT name FROM used WHERE name IS NOT NULL
      """, as: Name.self
    ).map(\.name)
  }

  private struct Name: Decodable {
    let name: String
  }
}
