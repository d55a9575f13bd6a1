import Foundation
import Postgres
import Synchronization

/// Runs statements as they are and keeps the plan that PostgreSQL had for each.
package final class Explainer: Database {
  private let db: any Database
  private let kept = Mutex<[Plan]>([])

  package init(_ db: any Database) { self.db = db }

  package var plans: [Plan] { kept.withLock { $0 } }

  package func execute(_ sql: SQL) async throws -> QueryResult {
    let text = try await db.first("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) \(sql)", as: String.self)
    let plans = try JSONDecoder().decode([Plan].self, from: Data((text ?? "").utf8))
    kept.withLock { $0 += plans }
    return try await db.execute(sql)
  }

  package func transaction<Output>(
    settings: [(String, String)], _ body: nonisolated(nonsending) (any Database) async throws -> Output
  ) async throws -> Output {
    try await body(self)
  }
}

/// What `EXPLAIN (ANALYZE, FORMAT JSON)` says.
package struct Plan: Decodable, Sendable {
  package let root: Node

  package struct Node: Decodable, Sendable {
    package let type: String
    package let relation: String?
    package let index: String?
    package let rows: Double
    package let loops: Double
    package let removed: Double?
    package let children: [Node]?

    enum CodingKeys: String, CodingKey {
      case type = "Node Type"
      case relation = "Relation Name"
      case index = "Index Name"
      case rows = "Actual Rows"
      case loops = "Actual Loops"
      case removed = "Rows Removed by Filter"
      case children = "Plans"
    }

    /// The node and all below it.
    package var all: [Node] { [self] + (children ?? []).flatMap(\.all) }
  }

  enum CodingKeys: String, CodingKey {
    case root = "Plan"
  }

  /// The tables that are read from end to end.
  package var scanned: Set<String> { Set(root.all.filter { $0.type.hasSuffix("Seq Scan") }.compactMap(\.relation)) }

  package var indexes: Set<String> { Set(root.all.compactMap(\.index)) }

  /// How many rows of the table were looked at.
  package func visited(_ table: String) -> Int {
    Int(root.all.filter { $0.relation == table }.reduce(0) { $0 + ($1.rows + ($1.removed ?? 0)) * $1.loops })
  }
}
