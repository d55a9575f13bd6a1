import Foundation

/// A customer organisation: one hotel.
package struct Account: Codable, Sendable, Equatable {
  package let id: UUID
  package let name: String

  package init(id: UUID, name: String) {
    self.id = id
    self.name = name
  }
}

/// Who is told when support answers or changes a ticket: its author, or everyone in the account.
package enum AnswerAudience: String, Codable, Sendable, CaseIterable {
  case author, account
}
