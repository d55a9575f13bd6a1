import Foundation

/// One entry in a ticket's conversation; an `internal` one exists for support only.
package struct Message: Codable, Sendable, Equatable {
  /// Whose voice it is.
  package enum Side: String, Codable, Sendable {
    case user, support
  }

  package struct Author: Codable, Sendable, Equatable {
    package let id: UUID
    package let name: String
    package let side: Side

    package init(id: UUID, name: String, side: Side) {
      self.id = id
      self.name = name
      self.side = side
    }
  }

  package let id: UUID
  package let author: Author
  package let text: String
  package let `internal`: Bool
  package let createdAt: Date
  @ExplicitNull package var attachment: Attachment?

  package init(id: UUID, author: Author, text: String, internal: Bool, createdAt: Date, attachment: Attachment?) {
    self.id = id
    self.author = author
    self.text = text
    self.internal = `internal`
    self.createdAt = createdAt
    self.attachment = attachment
  }
}
