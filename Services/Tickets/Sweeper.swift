import Domain
import Logging
import Postgres
import ServiceKit
import ServiceLifecycle

/// Removes what nobody needs any more: files that were never claimed, answers to keys older than a day.
struct Sweeper: Service {
  let pool: Pool

  /// Once at start, for what a killed process left behind, then every five minutes.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await sweep()
        } catch {
          guard !Task.isCancelled else { return }
          Logger.current.warning("sweep failed", metadata: ["reason": "\(error)"])
        }
        try? await Task.sleep(for: .seconds(300))
      }
    }
  }

  /// A hundred rows a statement, so that no lock is held for long.
  func sweep() async throws {
    while try await sweepAttachments() == 100 {}
    while try await sweepKeys() == 100 {}
  }

  /// An unfinished file has an hour more than a finished one, counted from its beginning.
  private func sweepAttachments() async throws -> Int {
    try await pool.actingAsSystem { db in
      try await db.run(
        """
        DELETE FROM attachment
        WHERE id IN (
          SELECT id FROM attachment
          WHERE message_id IS NULL AND created_at < clock_timestamp() - interval '1 hour'
            AND COALESCE(completed_at, created_at + interval '1 hour') < clock_timestamp() - interval '1 hour'
          LIMIT 100
        )
        """)
    }
  }

  private func sweepKeys() async throws -> Int {
    try await pool.actingAsSystem { db in
      try await db.run(
        """
        DELETE FROM idempotency_record
        WHERE (user_id, key) IN (
          SELECT user_id, key FROM idempotency_record
          WHERE created_at < clock_timestamp() - interval '24 hours'
          LIMIT 100
        )
        """)
    }
  }
}
