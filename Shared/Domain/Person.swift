import Foundation

/// A person as others see them: an id and a name.
package struct Person: Codable, Sendable, Equatable {
  package let id: UUID
  package let name: String

  package init(id: UUID, name: String) {
    self.id = id
    self.name = name
  }
}
