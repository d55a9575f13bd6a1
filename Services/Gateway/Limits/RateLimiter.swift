import Foundation
import Synchronization

/// Counts each caller's requests in fixed windows of a minute, in this process.
final class RateLimiter: Sendable {
  /// Where a caller stands after a request.
  struct Standing: Sendable, Equatable {
    let limit: Int
    let remaining: Int
    /// Whole seconds until the window ends.
    let reset: Int
    let isExceeded: Bool
  }

  private struct Window {
    let start: ContinuousClock.Instant
    var count = 0
  }

  /// Requests a minute and caller.
  private let limit: Int
  private let windows = Mutex<[[UInt8]: Window]>([:])
  private static let length = Duration.seconds(60)
  /// Past this many callers, those whose window is over are forgotten.
  private static let capacity = 50_000

  init(limit: Int) {
    self.limit = limit
  }

  /// Counts one request of a caller.
  ///
  /// - Parameters:
  ///   - caller: what identifies the credential
  ///   - now: the instant of the request
  func count(_ caller: [UInt8], now: ContinuousClock.Instant = .now) -> Standing {
    windows.withLock { windows in
      if windows.count >= Self.capacity { windows = windows.filter { now - $0.value.start < Self.length } }
      var window = windows[caller].flatMap { now - $0.start < Self.length ? $0 : nil } ?? Window(start: now)
      window.count += 1
      windows[caller] = window
      let left = (Self.length - (now - window.start)) / .seconds(1)
      return Standing(
        limit: limit, remaining: max(0, limit - window.count), reset: max(1, Int(left.rounded(.up))),
        isExceeded: window.count > limit)
    }
  }
}
