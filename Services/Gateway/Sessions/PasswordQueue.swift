import Dispatch
import Domain
import ServiceKit
import Synchronization

/// Verifies passwords one after another on a thread of its own: scrypt takes a core and 32 MiB for each.
final class PasswordQueue: Sendable {
  private let queue = DispatchQueue(label: "passwords")
  private let waiting = Mutex(0)
  /// More than this many waiting is a flood; about five seconds of work.
  private static let capacity = 50

  /// Whether the password is the hash's; takes as long for nil. 429 when too many wait.
  func verify(_ password: String, against hash: String?) async throws(Problem) -> Bool {
    let isAdmitted = waiting.withLock { waiting in
      guard waiting < Self.capacity else { return false }
      waiting += 1
      return true
    }
    guard isAdmitted else { throw Problem(.rateLimited, retryAfter: 5) }
    return await withCheckedContinuation { continuation in
      queue.async { [self] in
        let isRight = Password.verify(password, against: hash)
        waiting.withLock { $0 -= 1 }
        continuation.resume(returning: isRight)
      }
    }
  }
}
