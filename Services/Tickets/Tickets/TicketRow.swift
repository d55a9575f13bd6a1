import Domain
import Foundation

/// A ticket as the database has it, names resolved.
struct TicketRow: Decodable {
  let number: Int
  let topic: String
  let importance: Importance
  let status: TicketStatus
  let version: Int
  let accountId: UUID
  let accountName: String
  let authorId: UUID
  let authorName: String
  let assigneeId: UUID?
  let assigneeName: String?
  let createdAt: Date
  let updatedAt: Date
  let firstAnsweredAt: Date?
  let answerDueAt: Date?
  let solutionDueAt: Date?
  let messageCount: Int
  let unread: Bool

  /// What a principal is shown: the assignee and the deadlines are support's.
  func ticket(for principal: Principal, messages: [Message]? = nil) -> Ticket {
    let support = principal.isSupport
    return Ticket(
      number: number, topic: topic, importance: importance, status: status,
      account: Account(id: accountId, name: accountName), author: Person(id: authorId, name: authorName),
      assignee: support ? assigneeId.map { Person(id: $0, name: assigneeName ?? "") } : nil,
      createdAt: createdAt, updatedAt: updatedAt, firstAnsweredAt: firstAnsweredAt,
      answerDueAt: support ? answerDueAt : nil, solutionDueAt: support ? solutionDueAt : nil,
      messageCount: messageCount, unread: unread, messages: messages)
  }

  /// Changes with every change of the ticket (RFC 9110, 8.8.3).
  var etag: String { "\"\(number)-\(version)\"" }

  /// Where a list goes on after this row.
  func cursor(in order: TicketFilter.Order) -> Cursor {
    switch order {
    case .updated: Cursor(updatedAt, number)
    case .due: Cursor(answerDueAt ?? solutionDueAt, number)
    }
  }
}

/// A locked ticket: what decides about a change, and what a change may touch.
struct TicketState: Decodable, Equatable {
  let number: Int
  let accountId: UUID
  let authorId: UUID
  var assigneeId: UUID?
  var topic: String
  var importance: Importance
  var status: TicketStatus
  let version: Int

  var etag: String { "\"\(number)-\(version)\"" }

  /// Whether the account sees a difference; the assignee is support's business.
  func differsForUsers(from other: TicketState) -> Bool {
    topic != other.topic || importance != other.importance || status != other.status
  }

  /// The fact that something happened to this ticket now.
  ///
  /// - Parameter before: what it was, if it was changed.
  func event(
    _ kind: Event.Kind, by actor: Principal, since before: TicketState? = nil, text: String? = nil,
    answering notification: Int? = nil
  ) -> Event {
    Event(
      kind: kind, occurredAt: Date(), actor: actor, accountId: accountId, authorId: authorId, ticketNumber: number,
      topic: topic, status: status, previousTopic: before.flatMap { $0.topic == topic ? nil : $0.topic },
      previousStatus: before.flatMap { $0.status == status ? nil : $0.status }, text: text,
      notificationNumber: notification)
  }
}
