import Foundation

/// A signed-in person as they see themselves (`GET /v1/me`).
package struct User: Codable, Sendable, Equatable {
  package let id: UUID
  package let name: String
  @ExplicitNull package var email: String?
  package let role: Role
  package let locale: Language
  @ExplicitNull package var account: Account?

  package init(id: UUID, name: String, email: String?, role: Role, locale: Language, account: Account?) {
    self.id = id
    self.name = name
    self.email = email
    self.role = role
    self.locale = locale
    self.account = account
  }
}
