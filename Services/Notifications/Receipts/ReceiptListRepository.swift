import Domain
import Foundation
import Postgres

/// All users' receipts of a notification, as support sees them.
struct ReceiptListRepository {
  let db: any Database

  /// A page, `limit + 1` rows of it; 404 when there is no such notification.
  func list(of number: Int, after cursor: Cursor?, limit: Int) async throws -> [ReceiptRow] {
    guard try await db.first("SELECT number FROM notification WHERE number = \(number)", as: Int.self) != nil else {
      throw Problem(.notFound)
    }
    let after: SQL = cursor.map { "AND (receipt.updated_at, receipt.id) < (\($0.instant), \($0.number))" } ?? ""
    return try await db.all(
      """
      SELECT receipt.id, receipt.user_id, recipient.name, recipient.account_id, recipient.account_name,
        receipt.read_at, receipt.remind_at, receipt.deleted_at, receipt.updated_at
      FROM receipt
      JOIN recipient ON recipient.id = receipt.user_id
      WHERE receipt.notification_number = \(number) \(after)
      ORDER BY receipt.updated_at DESC, receipt.id DESC
      LIMIT \(limit + 1)
      """, as: ReceiptRow.self)
  }
}

/// A receipt as the database has it, with its user's names.
struct ReceiptRow: Decodable {
  let id: Int
  let userId: UUID
  let name: String
  let accountId: UUID
  let accountName: String
  let readAt: Date?
  let remindAt: Date?
  let deletedAt: Date?
  let updatedAt: Date

  var receipt: Receipt {
    let status = NotificationStatus(readAt: readAt, remindAt: remindAt, deletedAt: deletedAt)
    return Receipt(
      user: Person(id: userId, name: name), account: Account(id: accountId, name: accountName), status: status,
      remindAt: status == .postponed ? remindAt : nil, updatedAt: updatedAt)
  }
}

extension NotificationStatus {
  /// What a receipt's instants say.
  init(readAt: Date?, remindAt: Date?, deletedAt: Date?) {
    self =
      if deletedAt != nil {
        .deleted
      } else if readAt != nil {
        .read
      } else {
        remindAt == nil ? .unread : .postponed
      }
  }
}
