import Domain
import Foundation
import Postgres
import TestSupport
import Testing

/// Facts about tickets, as tests bring them.
extension NotificationsApp {
  /// A fact about a ticket of the hotel Bałtyk.
  ///
  /// - Parameters:
  ///   - author: the ticket's; the reception unless told
  ///   - moment: when it happened; its id grows with it
  func fact(
    _ kind: Event.Kind, by actor: Principal, on ticket: Int, of author: Principal? = nil, at moment: Date = Date(),
    topic: String = "Drukarka", status: TicketStatus = .inProgress, from previousStatus: TicketStatus? = nil,
    was previousTopic: String? = nil, text: String? = nil, answering notification: Int? = nil
  ) -> Event {
    Event(
      id: .v7(at: moment), kind: kind, occurredAt: moment, actor: actor, accountId: samples.baltyk.id,
      authorId: (author ?? samples.reception).userId, ticketNumber: ticket, topic: topic, status: status,
      previousTopic: previousTopic, previousStatus: previousStatus, text: text, notificationNumber: notification)
  }

  /// Brings a fact that must be taken.
  func take(_ event: Event, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try #require(try await bring(event).summary == "204", sourceLocation: sourceLocation)
  }

  /// Brings a fact that must raise a notification; answers with its number.
  func tell(_ event: Event, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
    try await take(event, sourceLocation: sourceLocation)
    return try #require(
      try await owner.first("SELECT number FROM notification WHERE event_id = \(event.id)", as: Int.self),
      sourceLocation: sourceLocation)
  }

  /// Those who have something to pop up now, by name.
  func told() async throws -> Set<String> {
    var names: Set<String> = []
    for person in samples.all where !person.isSupport {
      if try await !due(as: person).isEmpty { names.insert(person.name) }
    }
    return names
  }
}
