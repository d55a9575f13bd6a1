import Domain
import Foundation
import Postgres
import ServiceKit

/// Notifications in the database. Who receives what is said by the view `received_notification`.
struct NotificationRepository {
  let db: any Database

  /// A page of what a user received, newest first, `limit + 1` rows of it.
  ///
  /// Three lists, each in the order of an index of its own, are merged: the user's, the account's, everyone's.
  func list(
    _ filter: NotificationFilter, for principal: Principal, after cursor: Cursor?, limit: Int
  ) async throws -> [NotificationRow] {
    guard let account = principal.accountId else { return [] }
    let user = principal.userId
    let audiences: [SQL] = [
      "notification.user_id = \(user) AND \(filter.ownCondition(of: user))",
      "notification.user_id IS NULL AND notification.account_id = \(account)",
      "notification.user_id IS NULL AND notification.account_id IS NULL",
    ]
    let after: SQL =
      cursor.map { "AND (notification.created_at, notification.number) < (\($0.instant), \($0.number))" } ?? ""
    let source = filter.readsReceipts ? Self.received : Self.receivedInOrder
    let parts = audiences.map { audience -> SQL in
      """
      (SELECT \(Self.columns)
      FROM \(Self.withReceipts(source, of: user))
      WHERE \(audience) AND \(filter.condition) \(after)
      ORDER BY notification.created_at DESC, notification.number DESC
      LIMIT \(limit + 1))
      """
    }
    return try await db.all(
      """
      SELECT page.*, COALESCE(sender.name, '') AS sender_name,
        COALESCE(page.about_ticket, \(Self.answer(to: "page.number", by: user))) AS ticket_number
      FROM (
        \(SQL.joined(parts, separator: " UNION ALL "))
        ORDER BY created_at DESC, number DESC
        LIMIT \(limit + 1)
      ) AS page
      LEFT JOIN person AS sender ON sender.id = page.sender_id
      ORDER BY page.created_at DESC, page.number DESC
      """, as: NotificationRow.self)
  }

  /// One that the user received, or 404.
  func require(_ number: Int, for principal: Principal) async throws -> NotificationRow {
    let row = try await db.first(
      """
      SELECT \(Self.columns), COALESCE(sender.name, '') AS sender_name,
        COALESCE(notification.ticket_number, \(Self.answer(to: "notification.number", by: principal.userId)))
          AS ticket_number
      FROM \(Self.withReceipts(Self.received, of: principal.userId))
      LEFT JOIN person AS sender ON sender.id = notification.sender_id
      WHERE notification.number = \(number)
      """, as: NotificationRow.self)
    guard let row else { throw Problem(.notFound) }
    return row
  }

  /// Changes a user's receipt of a notification they received, and rings at their other windows if it has changed.
  func change(
    _ number: Int, of principal: Principal, _ act: (ReceiptRepository, Int) async throws -> Bool
  ) async throws -> NotificationRow {
    let row = try await require(number, for: principal)
    guard try await act(ReceiptRepository(db: db, user: principal.userId), number) else { return row }
    try await DoorbellRepository(db: db).ring(
      Doorbell(.notification, number, accountId: principal.accountId, userId: principal.userId))
    return try await require(number, for: principal)
  }

  /// Sends what support wrote.
  ///
  /// - Throws: 422 for a user or an account that is not there, or a ticket of another account.
  func send(_ draft: NotificationDraft.Valid, by principal: Principal) async throws -> SentNotification {
    var (account, user): (UUID?, UUID?) = (nil, nil)
    switch draft.audience {
    case .everyone: break
    case .account(let id): account = id
    case .user(let id):
      (account, user) = (try await db.first("SELECT account_id FROM recipient WHERE id = \(id)", as: UUID.self), id)
      guard account != nil else { throw Problem.invalid("to.user_id", .notFound) }
    }
    do {
      return try await insert(
        NewNotification(
          accountId: account, userId: user, senderId: principal.userId, topic: draft.topic, text: draft.text,
          ticketNumber: draft.ticketNumber))
        ?? { throw Problem(.unexpected) }()
    } catch let error as PostgresError where error.constraint == "notification_account_fkey" {
      throw Problem.invalid("to.account_id", .notFound)
    } catch let error as PostgresError where error.constraint == "notification_ticket_fkey" {
      throw Problem.invalid("ticket_number", .notFound)
    }
  }

  /// Adds a notification, and the receipt of the one user it is for.
  ///
  /// - Returns: nil when the fact that raised it has raised one before.
  func insert(_ new: NewNotification) async throws -> SentNotification? {
    let sent = try await db.first(
      """
      INSERT INTO notification (account_id, user_id, sender_id, topic, text, changed_status, changed_topic,
        ticket_number, ticket_author_id, excluded_user_id, event_id)
      VALUES (\(new.accountId), \(new.userId), \(new.senderId), \(new.topic), \(new.text), \(new.changedStatus),
        \(new.changedTopic), \(new.ticketNumber), \(new.ticketAuthorId), \(new.excludedUserId), \(new.eventId))
      ON CONFLICT ON CONSTRAINT notification_event_key DO NOTHING
      RETURNING number, account_id, user_id, topic, text, ticket_number, ticket_author_id, created_at
      """, as: SentNotification.self)
    if let sent, let user = sent.userId {
      try await db.run("INSERT INTO receipt (notification_number, user_id) VALUES (\(sent.number), \(user))")
    }
    return sent
  }

  private static let received: SQL = "received_notification AS notification"

  /// The same rows, in the order of an index: what stands behind a security barrier PostgreSQL reads whole to sort it.
  /// `OFFSET 0` keeps the check where it is, one for each row of a page.
  private static let receivedInOrder: SQL = """
    (
      SELECT * FROM notification
      WHERE EXISTS (
        SELECT FROM received_notification WHERE received_notification.number = notification.number OFFSET 0
      )
    ) AS notification
    """

  private static func withReceipts(_ notifications: SQL, of user: UUID) -> SQL {
    """
    \(notifications)
    LEFT JOIN receipt ON receipt.notification_number = notification.number AND receipt.user_id = \(user)
    """
  }

  private static func answer(to number: SQL, by user: UUID) -> SQL {
    """
    (SELECT max(ticket_number) FROM notification_answer
      WHERE notification_answer.notification_number = \(number) AND notification_answer.author_id = \(user))
    """
  }

  private static let columns: SQL = """
    notification.number, notification.sender_id, notification.topic, notification.text, notification.changed_status,
    notification.changed_topic, notification.ticket_number AS about_ticket, notification.created_at, receipt.read_at,
    receipt.remind_at, receipt.deleted_at
    """
}

/// What is to be sent: by support, or because something happened to a ticket.
struct NewNotification {
  var accountId: UUID?
  var userId: UUID?
  let senderId: UUID
  let topic: String
  var text: String?
  var changedStatus: TicketStatus?
  var changedTopic: String?
  var ticketNumber: Int?
  var ticketAuthorId: UUID?
  var excludedUserId: UUID?
  var eventId: UUID?
}
