/// What a person may do: two roles of an account, two of support.
package enum Role: String, Codable, Sendable, CaseIterable {
  case member, manager, agent, admin

  /// Whether the role belongs to the support department, which sees all accounts.
  package var isSupport: Bool { self == .agent || self == .admin }
}
