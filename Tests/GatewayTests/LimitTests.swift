import Domain
import HTTPTypes
import Testing

@testable import Gateway

@Suite("Limits")
struct LimitTests {
  private let start = ContinuousClock.now

  @Test("a caller's requests are counted for a minute, and each caller's for themselves")
  func rateLimit() {
    let limiter = RateLimiter(limit: 2)

    #expect(limiter.count([1], now: start) == .init(limit: 2, remaining: 1, reset: 60, isExceeded: false))
    #expect(limiter.count([1], now: start + .seconds(10)).remaining == 0)
    let third = limiter.count([1], now: start + .seconds(20))
    #expect(third == .init(limit: 2, remaining: 0, reset: 40, isExceeded: true))
    #expect(!limiter.count([2], now: start + .seconds(20)).isExceeded)
    #expect(
      limiter.count([1], now: start + .seconds(60)) == .init(limit: 2, remaining: 1, reset: 60, isExceeded: false))
  }

  @Test("after five wrong passwords each further try has to wait, twice as long each time, a minute at the most")
  func signIn() throws {
    let throttle = SignInThrottle()
    func wait(at now: ContinuousClock.Instant) -> Int? {
      do {
        try throttle.check(address: "10.0.0.1", email: "a@b.c", now: now)
        return nil
      } catch {
        return error.retryAfter
      }
    }
    for _ in 1...4 { throttle.recordFailure(address: "10.0.0.1", email: "a@b.c", now: start) }
    #expect(wait(at: start) == nil)

    var waits: [Int] = []
    for _ in 5...13 {
      throttle.recordFailure(address: "10.0.0.1", email: "a@b.c", now: start)
      waits.append(wait(at: start) ?? 0)
    }

    #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    #expect(wait(at: start + .seconds(60)) == nil)
    #expect(wait(at: start + .seconds(901)) == nil)
  }

  @Test("a success forgets the failures, and one guest's failures do not keep the hotel out")
  func fairness() {
    let throttle = SignInThrottle()
    for _ in 1...10 { throttle.recordFailure(address: "10.0.0.1", email: "guest@hotel.pl", now: start) }

    #expect(throws: Never.self) { try throttle.check(address: "10.0.0.1", email: "owner@hotel.pl", now: start) }
    #expect(throws: Never.self) { try throttle.check(address: "10.0.0.2", email: "guest@hotel.pl", now: start) }
    #expect(throws: Problem.self) { try throttle.check(address: "10.0.0.1", email: "guest@hotel.pl", now: start) }

    throttle.recordSuccess(address: "10.0.0.1", email: "guest@hotel.pl")
    #expect(throws: Never.self) { try throttle.check(address: "10.0.0.1", email: "guest@hotel.pl", now: start) }
  }

  @Test("an e-mail that is tried from everywhere has to wait everywhere")
  func distributedGuessing() {
    let throttle = SignInThrottle()
    for host in 1...25 { throttle.recordFailure(address: "10.0.0.\(host)", email: "a@b.c", now: start) }

    #expect(throws: Problem.self) { try throttle.check(address: "10.9.9.9", email: "a@b.c", now: start) }
  }

  @Test("origins are taken as they are written, and nothing else is taken for one")
  func origins() throws {
    let allowed = try AllowedOrigins("https://app.example, http://127.0.0.1:9000")

    #expect(allowed.contains("https://app.example") && allowed.contains("http://127.0.0.1:9000"))
    #expect(!allowed.contains("https://app.example.evil.example") && !allowed.contains("null"))
    for wrong in ["*", "app.example", "https://app.example/path", "ftp://app.example"] {
      #expect(throws: (any Error).self) { try AllowedOrigins(wrong) }
    }
  }

  @Test("every route of the table is under /v1/ and stands there once")
  func routes() {
    let table = ServiceRoutes.table.map { "\($0.method.rawValue) \($0.path)" }

    #expect(Set(table).count == table.count)
    #expect(ServiceRoutes.table.allSatisfy { $0.path.hasPrefix("/v1/") })
  }
}
