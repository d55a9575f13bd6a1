import Domain
import Testing

@testable import Gateway

@Suite("The throttle of sign-ins")
struct SignInThrottleTests {
  private let start = ContinuousClock.now

  /// The seconds to wait after so many failures of one address with one e-mail.
  @Test(
    "lets a person mistype, then doubles the wait up to a minute",
    arguments: [(0, nil), (4, nil), (5, 1), (6, 2), (7, 4), (8, 8), (10, 32), (11, 60), (30, 60)])
  func doubling(failures: Int, wait: Int?) {
    let throttle = SignInThrottle()
    for _ in 0..<failures { throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start) }
    #expect(self.wait(throttle, "1.1.1.1", "a@b", start) == wait)
  }

  @Test("counts the wait from the last failure on")
  func elapsing() {
    let throttle = SignInThrottle()
    for _ in 0..<8 { throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start) }
    #expect(wait(throttle, "1.1.1.1", "a@b", start + .milliseconds(7_001)) == 1)
    #expect(wait(throttle, "1.1.1.1", "a@b", start + .seconds(8)) == nil)
  }

  @Test("is more patient with an e-mail from other addresses, and with an address for other e-mails")
  func others() {
    let throttle = SignInThrottle()
    for _ in 0..<19 { throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start) }
    #expect(wait(throttle, "2.2.2.2", "a@b", start) == nil)
    #expect(wait(throttle, "1.1.1.1", "c@d", start) == nil)
    throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start)
    #expect(wait(throttle, "2.2.2.2", "a@b", start) == 1)
    for number in 0..<30 { throttle.recordFailure(address: "1.1.1.1", email: "\(number)@b", now: start) }
    #expect(wait(throttle, "1.1.1.1", "c@d", start) == 1)
    #expect(wait(throttle, "3.3.3.3", "c@d", start) == nil)
  }

  @Test("makes everybody wait for an e-mail that is tried from everywhere")
  func distributedGuessing() {
    let throttle = SignInThrottle()
    for host in 1...25 { throttle.recordFailure(address: "10.0.0.\(host)", email: "a@b", now: start) }
    #expect(wait(throttle, "10.9.9.9", "a@b", start) == 32)
    #expect(wait(throttle, "10.9.9.9", "c@d", start) == nil)
  }

  @Test("forgets after a quarter of an hour without a failure")
  func forgetting() {
    let throttle = SignInThrottle()
    for _ in 0..<30 { throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start) }
    let later = start + .seconds(900)
    throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: later)
    #expect(wait(throttle, "1.1.1.1", "a@b", later) == nil)
  }

  @Test("lets a success clear what this address did with this e-mail, and nothing else")
  func success() {
    let throttle = SignInThrottle()
    for _ in 0..<10 { throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start) }
    throttle.recordSuccess(address: "1.1.1.1", email: "a@b")
    #expect(wait(throttle, "1.1.1.1", "a@b", start) == nil)
    for _ in 0..<10 { throttle.recordFailure(address: "1.1.1.1", email: "a@b", now: start) }
    throttle.recordSuccess(address: "1.1.1.1", email: "c@d")
    #expect(wait(throttle, "2.2.2.2", "a@b", start) == 1)
  }

  private func wait(
    _ throttle: SignInThrottle, _ address: String, _ email: String, _ now: ContinuousClock.Instant
  ) -> Int? {
    do throws(Problem) {
      try throttle.check(address: address, email: email, now: now)
      return nil
    } catch {
      return error.code == .rateLimited ? error.retryAfter : -1
    }
  }
}
