import Crypto
import Domain
import Foundation

/// A ticket of the demonstration, written so that it reads like the conversation it is.
struct DemoTicket {
  /// Tells it apart for good: a second loading finds it by the ids that derive from it.
  let key: String
  let topic: String
  let importance: Importance
  let status: TicketStatus
  let assignee: DemoPerson?
  /// The hotel's people who have not seen the newest answer.
  let unread: [DemoPerson]
  /// Oldest first; the first one opened the ticket.
  let messages: [DemoMessage]

  init(
    _ key: String, _ topic: String, _ importance: Importance, _ status: TicketStatus, assignee: DemoPerson? = nil,
    unread: [DemoPerson] = [], _ messages: [DemoMessage]
  ) {
    self.key = key
    self.topic = topic
    self.importance = importance
    self.status = status
    self.assignee = assignee
    self.unread = unread
    self.messages = messages
  }

  static var all: [DemoTicket] { baltyk + tatry }

  var author: DemoPerson { messages[0].author }

  /// The id of the message at a position, the same in every loading (RFC 9562, version 8).
  func messageId(_ position: Int) -> UUID { UUID(demo: "\(key)/message/\(position)") }

  func attachmentId(_ position: Int) -> UUID { UUID(demo: "\(key)/attachment/\(position)") }

  /// What the account can see of it; notes of support do not count as changes.
  var visibleMessages: [DemoMessage] { messages.filter { !$0.internal } }

  /// One for each thing that was done: every visible message, notes, the taking over, and a status nobody's message set.
  var version: Int {
    let implied = visibleMessages.dropFirst().reduce(TicketStatus.new) { $0.afterMessage(from: $1.side) }
    return messages.count + (assignee == nil ? 0 : 1) + (implied == status ? 0 : 1)
  }

  /// The position of the message up to which a person has read; nil when they never opened the ticket.
  func lastRead(by person: DemoPerson) -> Int? {
    messages.lastIndex { message in
      if isUnread(for: person) { return message.author == person }
      return person.role.isSupport || !message.internal
    }
  }

  private func isUnread(for person: DemoPerson) -> Bool {
    guard person.role.isSupport else { return unread.contains(person) }
    return visibleMessages.last?.side == .user && (status == .new || status == .inProgress)
  }
}

/// One entry in a demonstration ticket.
struct DemoMessage {
  let author: DemoPerson
  let moment: DemoMoment
  let text: String
  let `internal`: Bool
  let file: DemoFile?

  var side: Message.Side { author.role.isSupport ? .support : .user }

  static func from(
    _ author: DemoPerson, _ moment: DemoMoment, _ text: String, file: DemoFile? = nil
  ) -> DemoMessage {
    DemoMessage(author: author, moment: moment, text: text, internal: false, file: file)
  }

  /// A note that only support sees.
  static func note(_ author: DemoPerson, _ moment: DemoMoment, _ text: String) -> DemoMessage {
    DemoMessage(author: author, moment: moment, text: text, internal: true, file: nil)
  }
}

/// A file of the demonstration; its bytes lie in `Demo/Files` and are part of the program.
enum DemoFile: CaseIterable {
  case doubleBooking, printerLog, guestList, paymentError

  /// What its sender called it.
  var name: String {
    switch self {
    case .doubleBooking: "podwójna rezerwacja 204.png"
    case .printerLog: "drukarka-dziennik.txt"
    case .guestList: "goście stali.csv"
    case .paymentError: "płatność – błąd.png"
    }
  }

  /// By its bytes, as the tickets service would judge it; a list with semicolons is a plain text then.
  var mediaType: String {
    switch self {
    case .doubleBooking, .paymentError: "image/png"
    case .printerLog, .guestList: "text/plain"
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .doubleBooking: PackageResources.double_booking_png
    case .printerLog: PackageResources.printer_log_txt
    case .guestList: PackageResources.guest_list_csv
    case .paymentError: PackageResources.payment_error_png
    }
  }
}

extension UUID {
  /// The id of a thing in the demonstration: made from its name, so it is the same everywhere (RFC 9562, version 8).
  init(demo name: String) {
    var bytes = Array(SHA256.hash(data: Data("pomoc-demo/\(name)".utf8)).prefix(16))
    bytes[6] = 0x80 | (bytes[6] & 0x0F)
    bytes[8] = 0x80 | (bytes[8] & 0x3F)
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
