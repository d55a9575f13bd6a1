import Domain
import Foundation
import ServiceKit

/// What support typed to send a notification, before validation.
struct NotificationDraft: RequestFields {
  let to: NotificationAudience?
  let topic: String?
  let text: String?
  let ticketNumber: Int?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case to, topic, text
    case ticketNumber = "ticket_number"
  }

  /// A draft that may be sent.
  struct Valid {
    let audience: NotificationAudience
    let topic: String
    let text: String
    let ticketNumber: Int?
  }

  /// A ticket belongs to an account, so what goes to everyone cannot be about one.
  func validated() throws(Problem) -> Valid {
    var validation = Validation()
    let topic = validation.line("topic", topic, maximum: 200)
    let text = validation.text("text", text, maximum: 20_000)
    if to == nil { validation.refuse("to", .required) }
    if to == .everyone, ticketNumber != nil { validation.refuse("ticket_number", .notAllowed) }
    try validation.finish()
    guard let to else { throw .invalid("to", .required) }
    return Valid(audience: to, topic: topic, text: text, ticketNumber: ticketNumber)
  }
}

/// Whom a notification is for: `{"user_id": …}`, `{"account_id": …}` or `"everyone"`.
enum NotificationAudience: Decodable, Equatable {
  case user(UUID)
  case account(UUID)
  case everyone

  init(from decoder: any Decoder) throws {
    if let word = try? decoder.singleValueContainer().decode(String.self) {
      guard word == "everyone" else { throw Self.unknown }
      self = .everyone
      return
    }
    let fields = try decoder.singleValueContainer().decode([String: UUID].self)
    switch (fields["user_id"], fields["account_id"]) {
    case (let id?, nil) where fields.count == 1: self = .user(id)
    case (nil, let id?) where fields.count == 1: self = .account(id)
    default: throw Self.unknown
    }
  }

  private static let unknown = Problem.invalid("to", .oneOf(["{user_id}", "{account_id}", "everyone"]))

  var fingerprint: String {
    switch self {
    case .user(let id): "user \(id.text)"
    case .account(let id): "account \(id.text)"
    case .everyone: "everyone"
    }
  }
}
