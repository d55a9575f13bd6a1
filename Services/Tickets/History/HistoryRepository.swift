import Domain
import Foundation
import Postgres

/// Tickets as lines of the History.
struct HistoryRepository {
  let db: any Database
  let principal: Principal

  /// A page of entries, newest change first, `limit + 1` of them.
  func list(_ filter: TicketFilter, after cursor: Cursor?, limit: Int) async throws -> [HistoryEntry] {
    let page = TicketRepository.page(filter, after: cursor, limit: limit, for: principal)
    return try await db.all(
      """
      SELECT 'ticket' AS kind, ticket.number, ticket.topic, ticket.status, ticket.updated_at,
        COALESCE(left(newest.text, 160), '') AS preview,
        EXISTS (
          SELECT FROM message
          WHERE message.ticket_number = ticket.number AND NOT message.internal
            AND message.author_id <> \(principal.userId)
            AND message.created_at > COALESCE(ticket_reading.read_at, '-infinity')
        ) AS unread
      FROM (\(page)) AS ticket
      LEFT JOIN LATERAL (
        SELECT message.text FROM message
        WHERE message.ticket_number = ticket.number AND NOT message.internal
        ORDER BY message.created_at DESC, message.id DESC
        LIMIT 1
      ) AS newest ON true
      LEFT JOIN ticket_reading
        ON ticket_reading.ticket_number = ticket.number AND ticket_reading.user_id = \(principal.userId)
      ORDER BY ticket.updated_at DESC, ticket.number DESC
      """, as: HistoryEntry.self)
  }
}
