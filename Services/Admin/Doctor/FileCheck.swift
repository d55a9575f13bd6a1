import Domain
import Foundation
import Postgres

/// Whether every stored file is whole, and none is left over.
struct FileCheck {
  let db: any Database

  /// Files whose checksum the server computes in one statement; 25 MiB each at the most.
  private static let page = 20

  func findings() async throws -> [Finding] {
    [try await leftOver(), try await damaged()]
  }

  private func leftOver() async throws -> Finding {
    let count: Int? = try await db.first(
      """
      SELECT count(*)
      FROM attachment
      WHERE message_id IS NULL AND created_at < clock_timestamp() - interval '2 hours'
      """)
    return count == 0
      ? .sound("no file is left over without a message")
      : .unsound(
        "files older than two hours that belong to no message: \(count ?? 0)",
        hint: "the process `tickets` sweeps them away: see whether it runs and what it logs")
  }

  /// Reads every file on the server, page by page, so that nothing but the verdict travels.
  private func damaged() async throws -> Finding {
    var (checked, damaged, last) = (0, [UUID](), UUID?.none)
    repeat {
      let files = try await page(after: last)
      checked += files.count
      damaged += files.filter { !$0.isWhole }.map(\.id)
      last = files.count == Self.page ? files.last?.id : nil
    } while last != nil
    guard !damaged.isEmpty else { return .sound("stored files with the right length and checksum: \(checked)") }
    let ids = damaged.prefix(5).map(\.text).joined(separator: ", ") + (damaged.count > 5 ? ", …" : "")
    return .unsound(
      "damaged files: \(damaged.count) of \(checked) (\(ids))",
      hint: "their bytes are not the ones that were sent: restore the rows of attachment_chunk from a backup")
  }

  private func page(after last: UUID?) async throws -> [File] {
    try await db.all(
      """
      SELECT file.id, COALESCE(stored.size = file.size AND stored.sha256 = file.sha256, false) AS is_whole
      FROM (
        SELECT id, size, sha256
        FROM attachment
        WHERE completed_at IS NOT NULL AND (\(last)::uuid IS NULL OR id > \(last))
        ORDER BY id
        LIMIT \(Self.page)
      ) AS file
      CROSS JOIN LATERAL (
        SELECT sum(octet_length(bytes)) AS size, sha256(string_agg(bytes, '' ORDER BY position)) AS sha256
        FROM attachment_chunk
        WHERE attachment_id = file.id
      ) AS stored
      ORDER BY file.id
      """)
  }

  private struct File: Decodable {
    let id: UUID
    let isWhole: Bool
  }
}
