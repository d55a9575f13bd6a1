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
