/// The topics that support suggests, and those in the caller's History.
package struct Topics: Codable, Sendable, Equatable {
  package let catalogue: [String]
  package let inUse: [String]

  package init(catalogue: [String], inUse: [String]) {
    self.catalogue = catalogue
    self.inUse = inUse
  }
}
