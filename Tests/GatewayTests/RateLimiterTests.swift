import Testing

@testable import Gateway

@Suite("The rate limiter")
struct RateLimiterTests {
  private let start = ContinuousClock.now
  private let caller: [UInt8] = [1]

  @Test("counts down to nothing and then refuses until the window ends")
  func window() {
    let limiter = RateLimiter(limit: 2)
    let standings = [0, 10, 59].map { limiter.count(caller, now: start + .seconds($0)) }
    #expect(
      standings == [
        .init(limit: 2, remaining: 1, reset: 60, isExceeded: false),
        .init(limit: 2, remaining: 0, reset: 50, isExceeded: false),
        .init(limit: 2, remaining: 0, reset: 1, isExceeded: true),
      ])
  }

  @Test("begins a new window a minute after the first request, not after the last")
  func newWindow() {
    let limiter = RateLimiter(limit: 1)
    _ = limiter.count(caller, now: start)
    #expect(limiter.count(caller, now: start + .milliseconds(59_999)).isExceeded)
    #expect(
      limiter.count(caller, now: start + .seconds(60)) == .init(limit: 1, remaining: 0, reset: 60, isExceeded: false))
  }

  @Test("counts each caller apart")
  func callers() {
    let limiter = RateLimiter(limit: 1)
    #expect(!limiter.count([1], now: start).isExceeded)
    #expect(!limiter.count([2], now: start).isExceeded)
    #expect(limiter.count([1], now: start).isExceeded)
  }

  @Test("tells no seconds to wait below one")
  func atLeastASecond() {
    let limiter = RateLimiter(limit: 1)
    _ = limiter.count(caller, now: start)
    #expect(limiter.count(caller, now: start + .milliseconds(59_999)).reset == 1)
  }

  @Test("forgets nobody's window early, however many callers there are")
  func manyCallers() {
    let limiter = RateLimiter(limit: 1)
    _ = limiter.count(caller, now: start)
    for number in 0..<50_100 {
      _ = limiter.count(
        [2, UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)], now: start - .seconds(61))
    }
    #expect(limiter.count(caller, now: start + .seconds(1)).isExceeded)
  }
}
