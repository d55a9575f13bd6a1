import Foundation

/// One user's state of a notification, as support sees it.
package struct Receipt: Codable, Sendable, Equatable {
  package let user: Person
  package let account: Account
  package let status: NotificationStatus
  @ExplicitNull package var remindAt: Date?
  package let updatedAt: Date

  package init(user: Person, account: Account, status: NotificationStatus, remindAt: Date?, updatedAt: Date) {
    self.user = user
    self.account = account
    self.status = status
    self.remindAt = remindAt
    self.updatedAt = updatedAt
  }
}
