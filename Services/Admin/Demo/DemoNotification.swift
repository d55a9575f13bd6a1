import Domain
import Foundation

/// A notification of the demonstration: what support wrote, or what an answer to one of its tickets raised.
struct DemoNotification {
  enum Audience: Equatable {
    case everyone
    case hotel(DemoHotel)
    case person(DemoPerson)
  }

  /// What a recipient has done with it.
  enum State: Equatable {
    case unread, read, deleted
    /// *Przypomnij później*: comes back on that calendar day after the loading, at 8:00.
    case postponed(days: Int)
  }

  /// The message of a ticket that it tells of.
  struct About {
    let ticket: DemoTicket
    let position: Int

    var message: DemoMessage { ticket.messages[position] }
  }

  /// Tells it apart for good: a second loading finds it by the id that derives from it.
  let key: String
  let audience: Audience
  let sender: DemoPerson
  let moment: DemoMoment
  let topic: String
  /// Nil when it tells of a new status.
  let text: String?
  let changedStatus: TicketStatus?
  let about: About?
  /// Whether the message it tells of raised it, and not a person of support who wrote it.
  let isRaised: Bool
  private let states: [DemoPerson: State]

  /// What support wrote to somebody; who is not named among the states has read it.
  static func written(
    _ key: String, to audience: Audience, by sender: DemoPerson, _ moment: DemoMoment, _ topic: String, _ text: String,
    about ticket: String? = nil, _ states: [DemoPerson: State] = [:]
  ) -> DemoNotification {
    DemoNotification(
      key: key, audience: audience, sender: sender, moment: moment, topic: topic, text: text, changedStatus: nil,
      about: ticket.map { About(ticket: .named($0), position: 0) }, isRaised: false, states: states)
  }

  /// What the author of a ticket was told when support answered it, or moved it to another status with this answer.
  static func raised(
    by ticket: String, _ position: Int, status: TicketStatus? = nil, _ states: [DemoPerson: State] = [:]
  ) -> DemoNotification {
    let about = About(ticket: .named(ticket), position: position)
    return DemoNotification(
      key: "\(ticket)/\(position)", audience: .person(about.ticket.author), sender: about.message.author,
      moment: about.message.moment, topic: about.ticket.topic, text: status == nil ? about.message.text : nil,
      changedStatus: status, about: about, isRaised: true, states: states)
  }

  /// In the place of the fact that raises a notification: told twice, it raises one.
  ///
  /// Its time is zero: who reads a ticket has read what facts of lower ids have told of it.
  var eventId: UUID {
    var bytes = UUID(demo: "notification/\(key)").uuid
    (bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5) = (0, 0, 0, 0, 0, 0)
    return UUID(uuid: bytes)
  }

  var recipients: [DemoPerson] {
    DemoPerson.allCases.filter { person in
      switch audience {
      case .everyone: person.hotel != nil
      case .hotel(let hotel): person.hotel == hotel
      case .person(let one): person == one
      }
    }
  }

  func state(of person: DemoPerson) -> State { states[person] ?? .read }

  /// Those whose state is told, recipients or not.
  var named: [DemoPerson] { Array(states.keys) }
}

extension DemoTicket {
  fileprivate static func named(_ key: String) -> DemoTicket {
    guard let ticket = all.first(where: { $0.key == key }) else {
      preconditionFailure("the demonstration has no ticket \(key)")
    }
    return ticket
  }
}
