import Domain
import Foundation

/// A notification as the database has it, with its reader's receipt.
struct NotificationRow: Decodable {
  let number: Int
  let senderName: String
  let topic: String
  let text: String?
  let changedStatus: TicketStatus?
  let changedTopic: String?
  /// The ticket it tells of; ``ticketNumber`` is that one, or the reader's that answers it.
  let aboutTicket: Int?
  let ticketNumber: Int?
  let createdAt: Date
  let readAt: Date?
  let remindAt: Date?
  let deletedAt: Date?

  var status: NotificationStatus { NotificationStatus(readAt: readAt, remindAt: remindAt, deletedAt: deletedAt) }

  /// What its reader is shown.
  func notification(in language: Language) -> Domain.Notification {
    Domain.Notification(
      number: number, topic: topic, text: words(in: language), status: status, createdAt: createdAt,
      remindAt: status == .postponed ? remindAt : nil, ticketNumber: ticketNumber, sender: .init(name: senderName))
  }

  /// Its line in the History; one whose reminder has come is unread again.
  func entry(in language: Language, at now: Date) -> HistoryEntry {
    HistoryEntry(
      kind: .notification, number: number, topic: topic, status: status.rawValue, updatedAt: createdAt,
      preview: String(words(in: language).prefix(160)),
      unread: status == .unread || status == .postponed && remindAt.map { $0 <= now } ?? false,
      ticketNumber: ticketNumber)
  }

  private func words(in language: Language) -> String {
    text ?? TicketChangeText(ticket: aboutTicket, status: changedStatus, topic: changedTopic).words(in: language)
  }
}

/// A notification that was just made.
struct SentNotification: Decodable {
  let number: Int
  let accountId: UUID?
  let userId: UUID?
  let topic: String
  let text: String?
  let ticketNumber: Int?
  let ticketAuthorId: UUID?
  let createdAt: Date

  /// Rings at all who receive it.
  var doorbell: Doorbell {
    Doorbell(.notification, number, accountId: accountId, userId: userId, authorId: ticketAuthorId)
  }

  /// As its sender is shown it.
  func notification(from sender: Principal) -> Domain.Notification {
    Domain.Notification(
      number: number, topic: topic, text: text ?? "", status: .unread, createdAt: createdAt, remindAt: nil,
      ticketNumber: ticketNumber, sender: .init(name: sender.name))
  }
}
