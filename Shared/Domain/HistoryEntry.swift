import Foundation

/// One line of the account's History.
package struct HistoryEntry: Codable, Sendable, Equatable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case ticket, notification
  }

  package let kind: Kind
  package let number: Int
  package let topic: String
  /// A ticket's status, or a notification's.
  package let status: String
  package let updatedAt: Date
  /// The beginning of the newest message.
  package let preview: String
  package let unread: Bool
  /// The ticket a notification is about.
  @ExplicitNull package var ticketNumber: Int?

  package init(
    kind: Kind, number: Int, topic: String, status: String, updatedAt: Date, preview: String, unread: Bool,
    ticketNumber: Int? = nil
  ) {
    self.kind = kind
    self.number = number
    self.topic = topic
    self.status = status
    self.updatedAt = updatedAt
    self.preview = preview
    self.unread = unread
    self.ticketNumber = ticketNumber
  }
}
