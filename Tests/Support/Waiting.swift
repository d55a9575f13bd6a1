/// Something that a healthy machine would have done long ago.
package struct Overdue: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) {
    self.description = description
  }
}

/// Waits until the condition holds; after the limit it throws ``Overdue``, so no test hangs and none sleeps for luck.
package func waitUntil(
  _ what: String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw Overdue(description: "not within \(limit): \(what)") }
    try await Task.sleep(for: .milliseconds(20))
  }
}
