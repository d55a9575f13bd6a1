import Domain
import Foundation
import Postgres

/// Loads what support has told the hotels of the demonstration, and what they did with it.
struct DemoNotifications {
  let db: any Database
  let people: [DemoPerson: DemoPeople.Known]
  let calendar: DemoCalendar

  /// How long after it was sent somebody reads or deletes a notification.
  private static let delay: TimeInterval = 7 * 60

  /// Those that are not there yet.
  func missing() async throws -> [DemoNotification] {
    let ids = DemoNotification.all.map(\.eventId)
    let there = Set(try await db.all("SELECT event_id FROM notification WHERE event_id = ANY(\(ids))", as: UUID.self))
    return DemoNotification.all.filter { !there.contains($0.eventId) }
  }

  /// Sends one; of a message that is there, at the message's time.
  func send(_ notification: DemoNotification) async throws {
    // Nobody in particular: row-level security lets a person of support write no receipt of somebody else's acts.
    try await db.transaction(settings: [("pomoc.role", "system"), ("pomoc.user", "")]) { db in
      let origin = try await origin(of: notification.about, db)
      let at = notification.isRaised ? origin?.createdAt : nil
      let sent = try await insert(
        notification, about: origin?.ticketNumber, at: at ?? calendar.instant(notification.moment), db)
      guard let sent else { return }
      for person in notification.recipients {
        try await record(notification.state(of: person), of: notification, sent, by: try people.require(person).id, db)
      }
    }
  }

  private func origin(of about: DemoNotification.About?, _ db: any Database) async throws -> Origin? {
    guard let about else { return nil }
    return try await db.first(
      "SELECT ticket_number, created_at FROM message WHERE id = \(about.ticket.messageId(about.position))")
  }

  private func insert(
    _ notification: DemoNotification, about ticket: Int?, at instant: Date, _ db: any Database
  ) async throws -> Sent? {
    let user: UUID? =
      if case .person(let person) = notification.audience { try people.require(person).id } else { nil }
    let account = notification.audience == .everyone ? nil : notification.recipients.first
    let author = notification.isRaised ? notification.about?.ticket.author : nil
    return try await db.first(
      """
      INSERT INTO notification (account_id, user_id, sender_id, topic, text, changed_status, ticket_number,
        ticket_author_id, event_id, created_at)
      VALUES (\(try account.flatMap { try people.require($0).accountId }), \(user),
        \(try people.require(notification.sender).id), \(notification.topic), \(notification.text),
        \(notification.changedStatus), \(ticket), \(try author.map { try people.require($0).id }),
        \(notification.eventId), \(instant))
      RETURNING number, created_at
      """)
  }

  /// Of a notification for one user there is always a receipt, of the others when the user has acted.
  private func record(
    _ state: DemoNotification.State, of notification: DemoNotification, _ sent: Sent, by user: UUID, _ db: any Database
  ) async throws {
    let acted = sent.createdAt + Self.delay
    var (read, reminder, deleted) = (Date?.none, Date?.none, Date?.none)
    switch state {
    case .unread:
      guard case .person = notification.audience else { return }
    case .read: read = acted
    case .postponed(let days): reminder = calendar.instant(.ahead(days, 8, 0))
    case .deleted: deleted = acted
    }
    try await db.run(
      """
      INSERT INTO receipt (notification_number, user_id, read_at, remind_at, deleted_at, updated_at)
      VALUES (\(sent.number), \(user), \(read), \(reminder), \(deleted), \(state == .unread ? sent.createdAt : acted))
      """)
  }

  private struct Sent: Decodable {
    let number: Int
    let createdAt: Date
  }

  private struct Origin: Decodable {
    let ticketNumber: Int
    let createdAt: Date
  }
}
