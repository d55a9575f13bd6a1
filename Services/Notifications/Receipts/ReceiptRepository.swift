import Domain
import Foundation
import Postgres

/// One user's receipts in the database; one is made when its user first acts.
struct ReceiptRepository {
  let db: any Database
  let user: UUID

  /// Each act answers whether anything has changed, so that all may be repeated.
  ///
  /// Reading ends a reminder; a deleted one that is read stays deleted.
  func markRead(_ number: Int) async throws -> Bool {
    try await db.run(
      """
      INSERT INTO receipt (notification_number, user_id, read_at)
      VALUES (\(number), \(user), clock_timestamp())
      ON CONFLICT (notification_number, user_id) DO UPDATE
        SET read_at = clock_timestamp(), remind_at = NULL, updated_at = clock_timestamp()
        WHERE receipt.read_at IS NULL
      """) == 1
  }

  /// A reminder brings a notification back that was read or deleted.
  func postpone(_ number: Int, until instant: Date) async throws -> Bool {
    try await db.run(
      """
      INSERT INTO receipt (notification_number, user_id, remind_at)
      VALUES (\(number), \(user), \(instant))
      ON CONFLICT (notification_number, user_id) DO UPDATE
        SET remind_at = EXCLUDED.remind_at, read_at = NULL, deleted_at = NULL, updated_at = clock_timestamp()
      """) == 1
  }

  func delete(_ number: Int) async throws -> Bool {
    try await db.run(
      """
      INSERT INTO receipt (notification_number, user_id, deleted_at)
      VALUES (\(number), \(user), clock_timestamp())
      ON CONFLICT (notification_number, user_id) DO UPDATE
        SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
        WHERE receipt.deleted_at IS NULL
      """) == 1
  }

  /// What was before the deletion holds again.
  func restore(_ number: Int) async throws -> Bool {
    try await db.run(
      """
      UPDATE receipt
      SET deleted_at = NULL, updated_at = clock_timestamp()
      WHERE notification_number = \(number) AND user_id = \(user) AND deleted_at IS NOT NULL
      """) == 1
  }
}
