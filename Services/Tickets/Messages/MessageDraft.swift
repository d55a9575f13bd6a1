import Domain
import Foundation
import ServiceKit

/// What somebody typed to answer, before validation.
struct MessageDraft: RequestFields {
  let text: String?
  let attachmentId: UUID?
  let `internal`: Bool?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case text, `internal`
    case attachmentId = "attachment_id"
  }

  /// A draft that may become a message.
  struct Valid {
    let text: String
    let attachmentId: UUID?
    let isInternal: Bool
  }

  /// An internal note is support's alone: 403 for a user.
  func validated(by principal: Principal) throws(Problem) -> Valid {
    let isInternal = `internal` ?? false
    guard principal.isSupport || !isInternal else { throw Problem(.forbidden) }
    var validation = Validation()
    let text = validation.text("text", text, maximum: TicketRules.textLength)
    try validation.finish()
    return Valid(text: text, attachmentId: attachmentId, isInternal: isInternal)
  }
}
