import Domain
import Foundation
import Postgres
import ServiceKit

/// A ticket's messages in the database, as one principal may see them.
struct MessageRepository {
  let db: any Database
  let principal: Principal

  /// Adds a message to a locked ticket; its id grows with time.
  func append(_ text: String, to ticket: TicketState, internal isInternal: Bool) async throws -> UUID {
    let id = UUID.v7()
    let side: Message.Side = principal.isSupport ? .support : .user
    try await db.run(
      """
      INSERT INTO message (id, ticket_number, account_id, author_id, side, text, internal)
      VALUES (\(id), \(ticket.number), \(ticket.accountId), \(principal.userId), \(side.rawValue), \(text), \(isInternal))
      """)
    return id
  }

  /// All messages of a visible ticket, oldest first.
  func list(of number: Int) async throws -> [Message] {
    try await db.all("\(query(number)) ORDER BY message.created_at, message.id", as: MessageRow.self).map(\.message)
  }

  /// A message that was just written.
  func require(_ id: UUID, in number: Int) async throws -> Message {
    guard let row = try await db.first("\(query(number)) AND message.id = \(id)", as: MessageRow.self) else {
      throw Problem(.notFound)
    }
    return row.message
  }

  private func query(_ number: Int) -> SQL {
    let seen: SQL = principal.isSupport ? "true" : "NOT message.internal"
    return """
      SELECT message.id, message.author_id, COALESCE(author.name, '') AS author_name, message.side, message.text,
        message.internal, message.created_at,
        attachment.id AS attachment_id, attachment.name AS attachment_name, attachment.media_type, attachment.size,
        encode(attachment.sha256, 'hex') AS sha256
      FROM message
      LEFT JOIN person AS author ON author.id = message.author_id
      LEFT JOIN attachment ON attachment.message_id = message.id
      WHERE message.ticket_number = \(number) AND \(seen)
      """
  }
}

/// A message as the database has it, with its author's name and its file.
private struct MessageRow: Decodable {
  let id: UUID
  let authorId: UUID
  let authorName: String
  let side: Message.Side
  let text: String
  let `internal`: Bool
  let createdAt: Date
  let attachmentId: UUID?
  let attachmentName: String?
  let mediaType: String?
  let size: Int?
  let sha256: String?

  var message: Message {
    Message(
      id: id, author: .init(id: authorId, name: authorName, side: side), text: text, internal: `internal`,
      createdAt: createdAt, attachment: attachment)
  }

  private var attachment: Attachment? {
    guard let attachmentId, let attachmentName, let mediaType, let size, let sha256 else { return nil }
    return Attachment(id: attachmentId, name: attachmentName, mediaType: mediaType, size: size, sha256: sha256)
  }
}
