import Testing

/// The error of the body, if it throws one.
func failure<Output>(_ body: () async throws -> Output) async -> (any Error)? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// Waits until the condition holds, and gives up after a time no healthy machine needs.
func eventually(_ condition: () async throws -> Bool) async throws {
  for _ in 0..<3000 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  Issue.record("the condition did not come true")
}
