/// How many tests with a service of their own run at once: each has a database and a process, and on a busy machine more
/// of them would only wait for one another until a deadline of the product passes.
package actor Places {
  package static let shared = Places(4)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = count }

  /// Runs the body when a place is free; first come, first served.
  package nonisolated func occupy(_ body: () async throws -> Void) async throws {
    await enter()
    do {
      try await body()
      await leave()
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    guard waiting.isEmpty else { return waiting.removeFirst().resume() }
    free += 1
  }
}
