import Domain
import Foundation
import Postgres
import ServiceKit

/// Tickets in the database, as one principal may see and change them.
struct TicketRepository {
  let db: any Database
  let principal: Principal

  /// Who may see a ticket: the one place that says it. Row-level security is the wall behind it.
  static func visible(to principal: Principal) -> SQL {
    guard let account = principal.accountId else { return "true" }
    return principal.seesOnlyOwn
      ? "ticket.account_id = \(account) AND ticket.author_id = \(principal.userId)"
      : "ticket.account_id = \(account)"
  }

  /// A page of tickets, `limit + 1` rows of it, in the filter's order.
  func list(_ filter: TicketFilter, after cursor: Cursor?, limit: Int) async throws -> [TicketRow] {
    let page = Self.page(filter, after: cursor, limit: limit, for: principal)
    return try await db.all("\(columns(of: page)) ORDER BY \(Self.order(filter.order))", as: TicketRow.self)
  }

  /// The rows of one page, found through an index alone; the rest of the list's query only adds to them.
  static func page(_ filter: TicketFilter, after cursor: Cursor?, limit: Int, for principal: Principal) -> SQL {
    let after: SQL =
      switch (cursor, filter.order) {
      case (nil, _): ""
      case (let cursor?, .updated): "AND (ticket.updated_at, ticket.number) < (\(cursor.instant), \(cursor.number))"
      case (let cursor?, .due):
        "AND (\(due), ticket.number) > (COALESCE(\(cursor.instant), 'infinity'), \(cursor.number))"
      }
    return """
      SELECT * FROM ticket
      WHERE \(filter.condition(for: principal)) \(after)
      ORDER BY \(order(filter.order))
      LIMIT \(limit + 1)
      """
  }

  private static let due: SQL = "COALESCE(ticket.answer_due_at, ticket.solution_due_at, 'infinity')"

  private static func order(_ order: TicketFilter.Order) -> SQL {
    switch order {
    case .updated: "ticket.updated_at DESC, ticket.number DESC"
    case .due: "\(due), ticket.number"
    }
  }

  /// One ticket; nil when it is not there or not for this principal's eyes.
  func find(_ number: Int) async throws -> TicketRow? {
    try await db.first(
      columns(of: "SELECT * FROM ticket WHERE ticket.number = \(number) AND \(Self.visible(to: principal))"),
      as: TicketRow.self)
  }

  /// One ticket, or 404.
  func require(_ number: Int) async throws -> TicketRow {
    guard let row = try await find(number) else { throw Problem(.notFound) }
    return row
  }

  /// Locks a ticket against every other change until the transaction ends; 404 when it is not there.
  func lock(_ number: Int) async throws -> TicketState {
    let state = try await db.first(
      """
      SELECT number, account_id, author_id, assignee_id, topic, importance, status, version
      FROM ticket
      WHERE number = \(number) AND \(Self.visible(to: principal))
      FOR UPDATE
      """, as: TicketState.self)
    guard let state else { throw Problem(.notFound) }
    return state
  }

  /// A notification that the principal received; 404 when there is none of this number.
  func requireNotification(_ number: Int) async throws -> ReceivedNotification {
    let notification = try await db.first(
      "SELECT number, topic FROM received_notification WHERE number = \(number)", as: ReceivedNotification.self)
    guard let notification else { throw Problem(.notFound) }
    return notification
  }

  /// Opens a ticket; its first message, file and event are the caller's to add in the same transaction.
  func open(_ draft: TicketDraft.Valid) async throws -> TicketState {
    do {
      let state = try await db.first(
        """
        INSERT INTO ticket (account_id, author_id, topic, importance, notification_number)
        VALUES (\(draft.accountId), \(principal.userId), \(draft.topic), \(draft.importance.rawValue),
          \(draft.notificationNumber))
        RETURNING number, account_id, author_id, assignee_id, topic, importance, status, version
        """, as: TicketState.self)
      guard let state else { throw Problem(.unexpected) }
      return state
    } catch let error as PostgresError where error.constraint == "ticket_account_fkey" {
      throw Problem.invalid("account_id", .notFound)
    }
  }

  /// Writes a locked ticket's new state.
  ///
  /// - Parameter seenByUsers: whether the account can see the change; only then does the History show it as one.
  func update(_ state: TicketState, seenByUsers: Bool) async throws {
    do {
      try await db.run(
        """
        UPDATE ticket
        SET topic = \(state.topic), importance = \(state.importance.rawValue), status = \(state.status.rawValue),
          assignee_id = \(state.assigneeId), version = version + 1,
          updated_at = CASE WHEN \(seenByUsers) THEN clock_timestamp() ELSE updated_at END
        WHERE number = \(state.number)
        """)
    } catch let error as PostgresError where error.constraint == "ticket_assignee_fkey" {
      throw Problem.invalid("assignee_id", .notFound)
    }
  }

  /// Remembers when support answered for the first time.
  func markAnswered(_ number: Int) async throws {
    try await db.run(
      "UPDATE ticket SET first_answered_at = clock_timestamp() WHERE number = \(number) AND first_answered_at IS NULL")
  }

  /// Remembers that the principal has read the ticket up to an instant.
  func markRead(_ number: Int, upTo instant: Date) async throws {
    try await db.run(
      """
      INSERT INTO ticket_reading (ticket_number, user_id, read_at)
      VALUES (\(number), \(principal.userId), \(instant))
      ON CONFLICT (ticket_number, user_id) DO UPDATE
        SET read_at = GREATEST(ticket_reading.read_at, EXCLUDED.read_at)
      """)
  }

  /// Whether a person of support has this id.
  func isAgent(_ id: UUID) async throws -> Bool {
    try await db.first("SELECT id FROM person WHERE id = \(id) AND account_id IS NULL", as: PersonId.self) != nil
  }

  private struct PersonId: Decodable {
    let id: UUID
  }

  /// A ticket query's rows with names, the count of messages and whether there is something new for the principal.
  private func columns(of tickets: SQL) -> SQL {
    let seen: SQL = principal.isSupport ? "true" : "NOT message.internal"
    return """
      SELECT ticket.number, ticket.topic, ticket.importance, ticket.status, ticket.version,
        ticket.account_id, COALESCE(account_name.name, '') AS account_name,
        ticket.author_id, COALESCE(author.name, '') AS author_name,
        ticket.assignee_id, assignee.name AS assignee_name,
        ticket.created_at, ticket.updated_at, ticket.first_answered_at, ticket.answer_due_at, ticket.solution_due_at,
        (SELECT count(*) FROM message WHERE message.ticket_number = ticket.number AND \(seen)) AS message_count,
        EXISTS (
          SELECT FROM message
          WHERE message.ticket_number = ticket.number AND \(seen) AND message.author_id <> \(principal.userId)
            AND message.created_at > COALESCE(ticket_reading.read_at, '-infinity')
        ) AS unread
      FROM (\(tickets)) AS ticket
      LEFT JOIN account_name ON account_name.id = ticket.account_id
      LEFT JOIN person AS author ON author.id = ticket.author_id
      LEFT JOIN person AS assignee ON assignee.id = ticket.assignee_id
      LEFT JOIN ticket_reading
        ON ticket_reading.ticket_number = ticket.number AND ticket_reading.user_id = \(principal.userId)
      """
  }
}
