import Foundation

/// Says that something of this number has changed, and nothing more: who hears it reads the thing itself.
package struct Doorbell: Codable, Sendable, Equatable {
  package enum Kind: String, Codable, Sendable {
    case notification, ticket, chat
  }

  package let kind: Kind
  package let number: Int
  /// Whose it is; nil for everyone's.
  package let accountId: UUID?
  /// The one user it is for; nil for all of the account.
  package let userId: UUID?
  /// Whose ticket it is about: where members see only their own, the others do not hear it.
  package let authorId: UUID?
  /// Whether support hears it too.
  package let forSupport: Bool

  package init(
    _ kind: Kind, _ number: Int, accountId: UUID?, userId: UUID? = nil, authorId: UUID? = nil, forSupport: Bool = false
  ) {
    self.kind = kind
    self.number = number
    self.accountId = accountId
    self.userId = userId
    self.authorId = authorId
    self.forSupport = forSupport
  }

  /// Whether a principal hears it.
  package func rings(for principal: Principal) -> Bool {
    if let userId { return userId == principal.userId }
    guard let account = principal.accountId else { return forSupport }
    guard accountId == nil || accountId == account else { return false }
    return authorId == nil || authorId == principal.userId || !principal.seesOnlyOwn
  }
}
