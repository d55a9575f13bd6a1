import Domain
import Foundation
import Postgres

/// Files in the database, in chunks, as one principal may see and claim them.
struct AttachmentRepository {
  let db: any Database
  let principal: Principal

  /// The size of every chunk but the last, in bytes.
  static let chunkSize = 256 * 1024

  /// Begins a file whose bytes are still arriving.
  func begin(_ id: UUID, name: String, mediaType: String) async throws {
    try await db.run(
      """
      INSERT INTO attachment (id, uploader_id, name, media_type)
      VALUES (\(id), \(principal.userId), \(name), \(mediaType))
      """)
  }

  func append(_ bytes: [UInt8], to id: UUID, at position: Int) async throws {
    try await db.run(
      "INSERT INTO attachment_chunk (attachment_id, position, bytes) VALUES (\(id), \(position), \(bytes))")
  }

  /// Ends a file: from now on it can be claimed, for an hour.
  func complete(_ id: UUID, size: Int, sha256: [UInt8]) async throws -> Attachment {
    let attachment = try await db.first(
      """
      UPDATE attachment
      SET size = \(size), sha256 = \(sha256), completed_at = clock_timestamp()
      WHERE id = \(id)
      RETURNING id, name, media_type, size, encode(sha256, 'hex') AS sha256
      """, as: Attachment.self)
    guard let attachment else { throw Problem(.unexpected) }
    return attachment
  }

  /// Removes a file that nobody has claimed; whether there was one of this principal's.
  func drop(_ id: UUID) async throws -> Bool {
    try await db.run(
      "DELETE FROM attachment WHERE id = \(id) AND uploader_id = \(principal.userId) AND message_id IS NULL") == 1
  }

  /// What an idempotent create remembers of the file it was given: name and content, so that the same file uploaded
  /// again is the same; nil without a file. 404 when the principal has no such file.
  func fingerprint(_ id: UUID?) async throws -> String? {
    guard let id else { return nil }
    let content = try await db.first(
      """
      SELECT name, encode(sha256, 'hex') AS sha256
      FROM attachment
      WHERE id = \(id) AND uploader_id = \(principal.userId) AND completed_at IS NOT NULL
      """, as: Content.self)
    guard let content else { throw Problem(.notFound) }
    return "\(content.sha256) \(content.name)"
  }

  /// Makes the file the message's: once, by its uploader, within an hour of its upload.
  ///
  /// - Throws: 422 `too_many_attachments` for a file that has a message already, 404 for one that is not there.
  func claim(_ id: UUID?, for message: UUID) async throws {
    guard let id else { return }
    let claimed = try await db.run(
      """
      UPDATE attachment
      SET message_id = \(message)
      WHERE id = \(id) AND uploader_id = \(principal.userId) AND message_id IS NULL
        AND completed_at > clock_timestamp() - interval '1 hour'
      """)
    guard claimed == 0 else { return }
    let taken = try await db.run(
      "SELECT FROM attachment WHERE id = \(id) AND uploader_id = \(principal.userId) AND message_id IS NOT NULL")
    throw Problem(taken == 1 ? .tooManyAttachments : .notFound)
  }

  /// A file whose message the principal may see.
  func require(_ id: UUID) async throws -> Attachment {
    let attachment = try await db.first(
      """
      SELECT attachment.id, attachment.name, media_type, size, encode(sha256, 'hex') AS sha256
      FROM attachment
      JOIN message ON message.id = attachment.message_id
      JOIN ticket ON ticket.number = message.ticket_number
      WHERE attachment.id = \(id) AND \(TicketRepository.visible(to: principal))
        AND (NOT message.internal OR \(principal.isSupport))
      """, as: Attachment.self)
    guard let attachment else { throw Problem(.notFound) }
    return attachment
  }

  /// The bytes of one chunk.
  func chunk(of id: UUID, at position: Int) async throws -> [UInt8] {
    let chunk = try await db.first(
      "SELECT bytes FROM attachment_chunk WHERE attachment_id = \(id) AND position = \(position)", as: Chunk.self)
    guard let chunk else { throw Problem(.notFound) }
    return chunk.bytes
  }

  private struct Chunk: Decodable {
    let bytes: [UInt8]
  }

  private struct Content: Decodable {
    let name: String
    let sha256: String
  }
}
