import Foundation

/// A request for help: a topic, a state, and a conversation.
package struct Ticket: Codable, Sendable, Equatable {
  /// The public number («Apel»), from 100001.
  package let number: Int
  package let topic: String
  package let importance: Importance
  package let status: TicketStatus
  package let account: Account
  package let author: Person
  /// Shown to support only, like the two deadlines.
  @ExplicitNull package var assignee: Person?
  package let createdAt: Date
  package let updatedAt: Date
  @ExplicitNull package var firstAnsweredAt: Date?
  @ExplicitNull package var answerDueAt: Date?
  @ExplicitNull package var solutionDueAt: Date?
  /// How many messages the caller may see.
  package let messageCount: Int
  /// Whether somebody else wrote since the caller last opened it.
  package let unread: Bool
  /// Oldest first; nil in lists.
  package var messages: [Message]?

  package init(
    number: Int, topic: String, importance: Importance, status: TicketStatus, account: Account, author: Person,
    assignee: Person?, createdAt: Date, updatedAt: Date, firstAnsweredAt: Date?, answerDueAt: Date?,
    solutionDueAt: Date?, messageCount: Int, unread: Bool, messages: [Message]? = nil
  ) {
    self.number = number
    self.topic = topic
    self.importance = importance
    self.status = status
    self.account = account
    self.author = author
    self.assignee = assignee
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.firstAnsweredAt = firstAnsweredAt
    self.answerDueAt = answerDueAt
    self.solutionDueAt = solutionDueAt
    self.messageCount = messageCount
    self.unread = unread
    self.messages = messages
  }
}

/// How much a ticket matters to its author.
package enum Importance: String, Codable, Sendable, CaseIterable {
  case low, normal, high, critical
}

/// Where a ticket stands: Nowe, W trakcie, Czeka na odpowiedź, Rozwiązane, Zamknięte.
package enum TicketStatus: String, Codable, Sendable, CaseIterable {
  case new
  case inProgress = "in_progress"
  case waiting, resolved, closed

  /// The status after a message that its reader can see.
  ///
  /// A user's message brings a ticket that waited for them, or was solved, back to work; support's first answer takes
  /// a new one into work. Nothing else moves by itself.
  package func afterMessage(from side: Message.Side) -> TicketStatus {
    switch (side, self) {
    case (.user, .waiting), (.user, .resolved), (.support, .new): .inProgress
    default: self
    }
  }
}
