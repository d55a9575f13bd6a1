import Domain
import Foundation
import Postgres

/// Loads the tickets and the notifications of the demonstration that are not there yet.
struct DemoHistory {
  private let tickets: DemoTickets
  private let notifications: DemoNotifications
  private let calendar: DemoCalendar

  private enum Entry {
    case ticket(DemoTicket)
    case notification(DemoNotification)

    var moment: DemoMoment {
      switch self {
      case .ticket(let ticket): ticket.messages[0].moment
      case .notification(let notification): notification.moment
      }
    }
  }

  init(db: any Database, people: [DemoPerson: DemoPeople.Known], calendar: DemoCalendar) {
    tickets = DemoTickets(db: db, people: people, calendar: calendar)
    notifications = DemoNotifications(db: db, people: people, calendar: calendar)
    self.calendar = calendar
  }

  /// Loads in the order in which it happened, so that the numbers, which both share, grow with time.
  /// - Returns: how many were new.
  func load() async throws -> (tickets: Int, notifications: Int) {
    let newTickets = try await tickets.missing()
    let newNotifications = try await notifications.missing()
    let entries = (newTickets.map(Entry.ticket) + newNotifications.map(Entry.notification))
      .sorted { calendar.instant($0.moment) < calendar.instant($1.moment) }
    for entry in entries {
      switch entry {
      case .ticket(let ticket): try await tickets.open(ticket)
      case .notification(let notification): try await notifications.send(notification)
      }
    }
    for person in DemoPerson.allCases { try await tickets.markRead(newTickets, by: person) }
    return (newTickets.count, newNotifications.count)
  }
}
