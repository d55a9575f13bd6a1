import Foundation

/// Who this request speaks for: a person, their role and, unless they are of support, their account.
///
/// The gateway makes it from a credential; the services get it in the inner token and trust nothing else.
package struct Principal: Codable, Sendable, Equatable {
  package let userId: UUID
  package let name: String
  package let role: Role
  package let locale: Language
  /// The account; nil for support.
  package let accountId: UUID?
  /// What a member sees of the account's tickets.
  package let historyScope: HistoryScope

  package init(
    userId: UUID, name: String, role: Role, locale: Language = .pl, accountId: UUID?,
    historyScope: HistoryScope = .account
  ) {
    self.userId = userId
    self.name = name
    self.role = role
    self.locale = locale
    self.accountId = accountId
    self.historyScope = historyScope
  }

  package var isSupport: Bool { role.isSupport }

  /// Whether only the tickets they wrote are theirs to see: a member of an account that keeps histories apart.
  package var seesOnlyOwn: Bool { role == .member && historyScope == .own }
}

/// What the members of an account see in the History; managers always see all of the account.
package enum HistoryScope: String, Codable, Sendable {
  case account, own
}
