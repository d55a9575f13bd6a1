import Foundation

/// A fact about a ticket that other services may care about, in the past tense.
///
/// It carries all that a receiver needs, so nobody has to call back.
package struct Event: Codable, Sendable, Equatable {
  package enum Kind: String, Codable, Sendable {
    case ticketOpened = "ticket_opened"
    case ticketAnswered = "ticket_answered"
    /// Topic, importance or status; closing and reopening are changes of the status.
    case ticketChanged = "ticket_changed"
    /// Somebody has opened it and read what was new to them.
    case ticketRead = "ticket_read"
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
  /// Before a change; nil when it is as it was.
  package let previousTopic: String?
  package let previousStatus: TicketStatus?
  /// The message that was written, whole; nil when none was.
  package let text: String?
  /// The notification that an opened ticket answers.
  package let notificationNumber: Int?

  package init(
    id: UUID = .v7(), kind: Kind, occurredAt: Date, actor: Principal, accountId: UUID, authorId: UUID,
    ticketNumber: Int, topic: String, status: TicketStatus, previousTopic: String? = nil,
    previousStatus: TicketStatus? = nil, text: String? = nil, notificationNumber: Int? = nil
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
    self.previousTopic = previousTopic
    self.previousStatus = previousStatus
    self.text = text
    self.notificationNumber = notificationNumber
  }
}
