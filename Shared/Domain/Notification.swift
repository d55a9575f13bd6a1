import Foundation

/// What support sends, or what an answer to a ticket raises, as one recipient has it.
package struct Notification: Codable, Sendable, Equatable {
  /// The public number («Apel»), from 100001, of the same sequence as the tickets'.
  package let number: Int
  package let topic: String
  /// At most 20,000 characters; a change of a ticket is told in the reader's language.
  package let text: String
  package let status: NotificationStatus
  package let createdAt: Date
  /// When it was sent: what a recipient does with it is no news of it.
  package let updatedAt: Date
  /// When a postponed one comes back.
  @ExplicitNull package var remindAt: Date?
  /// The ticket it is about, or else the recipient's newest ticket that answers it.
  @ExplicitNull package var ticketNumber: Int?
  package let sender: Sender

  package init(
    number: Int, topic: String, text: String, status: NotificationStatus, createdAt: Date, remindAt: Date?,
    ticketNumber: Int?, sender: Sender
  ) {
    self.number = number
    self.topic = topic
    self.text = text
    self.status = status
    self.createdAt = createdAt
    self.updatedAt = createdAt
    self.remindAt = remindAt
    self.ticketNumber = ticketNumber
    self.sender = sender
  }

  /// Who sent it.
  package struct Sender: Codable, Sendable, Equatable {
    package let name: String

    package init(name: String) { self.name = name }
  }
}

/// What a recipient has done with a notification: Nieprzeczytane, Odłożone, Przeczytane, Usunięte.
package enum NotificationStatus: String, Codable, Sendable, CaseIterable {
  case unread, postponed, read, deleted
}
