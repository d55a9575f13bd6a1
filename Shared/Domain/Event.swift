import Foundation

/// A fact about a ticket that other services may care about, in the past tense.
///
/// It carries all that a receiver needs, so nobody has to call back.
package struct Event: Codable, Sendable, Equatable {
  package enum Kind: String, Codable, Sendable {
    case ticketOpened = "ticket_opened"
    case ticketAnswered = "ticket_answered"
    case ticketChanged = "ticket_changed"
    case ticketClosed = "ticket_closed"
    case ticketReopened = "ticket_reopened"
  }

  /// Unique for good: a receiver that has recorded it ignores it from then on.
  package let id: UUID
  package let kind: Kind
  package let occurredAt: Date
  /// Who did it: they need not be told.
  package let actor: Person
  /// Whether the actor is of support.
  package let bySupport: Bool
  package let accountId: UUID
  /// The ticket's author: whom an answer is for.
  package let authorId: UUID
  package let ticketNumber: Int
  package let topic: String
  package let status: TicketStatus
  /// The message that was written, whole; nil when none was.
  package let text: String?

  package init(
    id: UUID = .v7(), kind: Kind, occurredAt: Date, actor: Principal, accountId: UUID, authorId: UUID,
    ticketNumber: Int, topic: String, status: TicketStatus, text: String?
  ) {
    self.id = id
    self.kind = kind
    self.occurredAt = occurredAt
    self.actor = Person(id: actor.userId, name: actor.name)
    self.bySupport = actor.isSupport
    self.accountId = accountId
    self.authorId = authorId
    self.ticketNumber = ticketNumber
    self.topic = topic
    self.status = status
    self.text = text
  }
}
