import Domain
import Foundation
import ServiceKit

/// What somebody typed to open a ticket, before validation.
struct TicketDraft: RequestFields {
  let topic: String?
  let message: String?
  let importance: String?
  let attachmentId: UUID?
  let accountId: UUID?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case topic, message, importance
    case attachmentId = "attachment_id"
    case accountId = "account_id"
  }

  /// A draft that may become a ticket.
  struct Valid {
    let topic: String
    let text: String
    let importance: Importance
    let attachmentId: UUID?
    let accountId: UUID
    /// The notification that the ticket answers.
    var notificationNumber: Int?
  }

  /// A user's ticket is their account's; support says whose it is.
  func validated(by principal: Principal) throws(Problem) -> Valid {
    var validation = Validation()
    let topic = validation.line("topic", topic, maximum: TicketRules.topicLength)
    let text = validation.text("message", message, maximum: TicketRules.textLength)
    let importance = validation.choice("importance", importance, default: Importance.normal)
    if principal.isSupport {
      if accountId == nil { validation.refuse("account_id", .required) }
    } else if accountId != nil {
      validation.refuse("account_id", .notAllowed)
    }
    try validation.finish()
    guard let account = principal.accountId ?? accountId else { throw .invalid("account_id", .required) }
    return Valid(
      topic: topic, text: text, importance: importance, attachmentId: attachmentId, accountId: account)
  }
}

/// The bounds that the schema sets too, in Unicode scalars.
enum TicketRules {
  static let topicLength = 200
  static let textLength = 20_000
}
