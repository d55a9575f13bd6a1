import Domain
import Foundation
import Synchronization

/// Slows down guessing of passwords: after some failures in a row each further try has to wait, twice as long each time.
///
/// Counted for the pair of address and e-mail, for the e-mail alone and for the address alone, with growing patience, so
/// that a stranger can hardly keep a person out, nor one guest a hotel behind the same address.
final class SignInThrottle: Sendable {
  private struct Failures {
    var count = 0
    var last: ContinuousClock.Instant
  }

  private let failures = Mutex<[String: Failures]>([:])
  /// The longest wait, in seconds.
  private static let longest = 60
  /// Failures are forgotten after this time without another.
  private static let memory = Duration.seconds(900)
  private static let capacity = 20_000

  /// Throws 429 with the seconds to wait while a sign-in from `address` as `email` has to.
  func check(address: String, email: String, now: ContinuousClock.Instant = .now) throws(Problem) {
    let wait = failures.withLock { failures in
      Self.keys(address, email).map { key, patience in Self.wait(failures[key], patience, now) }.max() ?? 0
    }
    if wait > 0 { throw Problem(.rateLimited, retryAfter: wait) }
  }

  func recordFailure(address: String, email: String, now: ContinuousClock.Instant = .now) {
    failures.withLock { failures in
      if failures.count >= Self.capacity { failures = failures.filter { now - $0.value.last < Self.memory } }
      for (key, _) in Self.keys(address, email) {
        let earlier = failures[key].flatMap { now - $0.last < Self.memory ? $0.count : nil } ?? 0
        failures[key] = Failures(count: earlier + 1, last: now)
      }
    }
  }

  /// A success clears what was held against this e-mail from this address.
  func recordSuccess(address: String, email: String) {
    failures.withLock { $0[Self.keys(address, email)[0].key] = nil }
  }

  private static func keys(_ address: String, _ email: String) -> [(key: String, patience: Int)] {
    [("\(address) \(email)", 5), ("e \(email)", 20), ("a \(address)", 50)]
  }

  /// Whole seconds still to wait.
  private static func wait(_ failures: Failures?, _ patience: Int, _ now: ContinuousClock.Instant) -> Int {
    guard let failures, failures.count >= patience else { return 0 }
    let delay = Duration.seconds(min(longest, 1 << min(failures.count - patience, 6)))
    return max(0, Int(((delay - (now - failures.last)) / .seconds(1)).rounded(.up)))
  }
}
