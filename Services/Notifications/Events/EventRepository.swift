import Domain
import Foundation
import Postgres

/// What a fact about a ticket means here: a notification, a receipt, doorbells. Recording it twice is recording it once.
struct EventRepository {
  let db: any Database

  func record(_ event: Event) async throws {
    switch event.kind {
    case .ticketRead: try await markRead(event)
    case .ticketOpened, .ticketAnswered, .ticketChanged: try await tell(event)
    }
    try await DoorbellRepository(db: db).ring(event.doorbell)
  }

  /// Raises a notification for those who want to know, except for who did it.
  private func tell(_ event: Event) async throws {
    if let number = event.notificationNumber { try await markRead([number], by: event) }
    guard event.isNews, var new = try await notification(of: event) else { return }
    new.eventId = event.id
    if let sent = try await NotificationRepository(db: db).insert(new) {
      try await DoorbellRepository(db: db).ring(sent.doorbell)
    }
  }

  /// For the author, or for all of the account: if its manager wants that, or if the author is of support.
  private func notification(of event: Event) async throws -> NewNotification? {
    let author = try await db.first(
      "SELECT account_id, answer_audience FROM recipient WHERE id = \(event.authorId)", as: Author.self)
    let isForAll = author.map { $0.answerAudience == .account } ?? true
    if !isForAll, event.actor.id == event.authorId { return nil }
    return NewNotification(
      accountId: event.accountId, userId: isForAll ? nil : event.authorId, senderId: event.actor.id,
      topic: event.topic, text: event.text,
      changedStatus: event.previousStatus.map { _ in event.status },
      changedTopic: event.previousTopic.map { _ in event.topic }, ticketNumber: event.ticketNumber,
      ticketAuthorId: event.authorId, excludedUserId: event.bySupport ? nil : event.actor.id)
  }

  /// Who has read a ticket has read what was told of it until then. Of facts the ids grow with time (UUID v7); when the
  /// relay brought them says nothing.
  private func markRead(_ event: Event) async throws {
    let numbers = try await db.transaction(settings: [("pomoc.user", event.actor.id.text)]) { db in
      try await db.all(
        """
        SELECT number
        FROM received_notification
        JOIN notification USING (number)
        WHERE received_notification.ticket_number = \(event.ticketNumber)
          AND COALESCE(event_id < \(event.id), notification.created_at <= \(event.occurredAt))
        """, as: Int.self)
    }
    try await markRead(numbers, by: event)
  }

  /// A reminder that the user has set since then stays as it is.
  private func markRead(_ numbers: [Int], by event: Event) async throws {
    guard !event.bySupport, !numbers.isEmpty else { return }
    let changed = try await db.all(
      """
      INSERT INTO receipt (notification_number, user_id, read_at, updated_at)
      SELECT number, \(event.actor.id), \(event.occurredAt), \(event.occurredAt)
      FROM unnest(\(numbers)::bigint[]) AS number
      ON CONFLICT (notification_number, user_id) DO UPDATE
        SET read_at = EXCLUDED.read_at, remind_at = NULL, updated_at = EXCLUDED.updated_at
        WHERE receipt.read_at IS NULL
          AND (receipt.remind_at IS NULL OR receipt.updated_at <= EXCLUDED.updated_at)
      RETURNING notification_number
      """, as: Int.self)
    for number in changed {
      try await DoorbellRepository(db: db).ring(
        Doorbell(.notification, number, accountId: event.accountId, userId: event.actor.id))
    }
  }

  private struct Author: Decodable {
    let accountId: UUID
    let answerAudience: AnswerAudience
  }
}

extension Event {
  /// Whether there is something to tell. A user's own words are for support, whose desk hears the doorbell.
  fileprivate var isNews: Bool {
    switch kind {
    case .ticketOpened, .ticketAnswered: bySupport
    case .ticketChanged: previousStatus != nil || previousTopic != nil
    case .ticketRead: false
    }
  }

  /// Rings at all who see the ticket; that somebody has read it, at their own other windows alone.
  fileprivate var doorbell: Doorbell {
    kind == .ticketRead
      ? Doorbell(.ticket, ticketNumber, accountId: accountId, userId: actor.id)
      : Doorbell(.ticket, ticketNumber, accountId: accountId, authorId: authorId, forSupport: true)
  }
}
