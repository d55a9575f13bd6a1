import Domain
import Foundation
import ServiceKit

/// What support changes about a ticket; a field that is left out stays as it is.
struct TicketChange: RequestFields {
  let topic: String?
  let importance: String?
  let status: String?
  /// Outer nil: unchanged; inner nil: nobody's.
  let assigneeId: UUID??

  enum CodingKeys: String, CodingKey, CaseIterable {
    case topic, importance, status
    case assigneeId = "assignee_id"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    topic = try container.decodeIfPresent(String.self, forKey: .topic)
    importance = try container.decodeIfPresent(String.self, forKey: .importance)
    status = try container.decodeIfPresent(String.self, forKey: .status)
    assigneeId =
      container.contains(.assigneeId)
      ? .some(try container.decodeIfPresent(UUID.self, forKey: .assigneeId)) : nil
  }

  /// A change that may be applied to a ticket.
  struct Valid {
    let topic: String?
    let importance: Importance?
    let status: TicketStatus?
    let assigneeId: UUID??
  }

  func validated() throws(Problem) -> Valid {
    var validation = Validation()
    let topic = topic.map { validation.line("topic", $0, maximum: TicketRules.topicLength) }
    let importance = importance.map { validation.choice("importance", $0, default: Importance.normal) }
    let status = status.map { validation.choice("status", $0, default: TicketStatus.new) }
    try validation.finish()
    return Valid(topic: topic, importance: importance, status: status, assigneeId: assigneeId)
  }
}
