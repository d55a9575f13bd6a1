import Domain
import Foundation
import ServiceKit

/// What somebody typed to answer a notification, before validation.
struct NotificationAnswer: RequestFields {
  let message: String?
  let attachmentId: UUID?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case message
    case attachmentId = "attachment_id"
  }

  /// The ticket that it becomes: of the notification's topic, of the importance of any ticket.
  func validated(
    about notification: ReceivedNotification, in account: UUID
  ) throws(Problem) -> TicketDraft.Valid {
    var validation = Validation()
    let text = validation.text("message", message, maximum: TicketRules.textLength)
    try validation.finish()
    return TicketDraft.Valid(
      topic: notification.topic, text: text, importance: .normal, attachmentId: attachmentId, accountId: account,
      notificationNumber: notification.number)
  }
}

/// A notification that the principal received, as far as a ticket needs to know it.
struct ReceivedNotification: Decodable {
  let number: Int
  let topic: String
}
