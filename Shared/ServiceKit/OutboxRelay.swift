import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import Logging
import Metrics
import NIOCore
import NIOHTTP1
import Postgres
import ServiceLifecycle

/// Carries the facts of a service's outbox to notifications: at least once, and those of one ticket in their order.
///
/// A fact is deleted when it was taken. A receiver that cannot be reached costs no fact an attempt; a fact that the
/// receiver refuses is tried ``attempts`` times and then set aside for the operator, so that the others go on.
package struct OutboxRelay: Service {
  private let pool: Pool
  private let receiver: ServiceClient
  private let service: String
  private let firstPause: Duration

  /// Facts that are claimed at once.
  private static let batch = 32
  /// How often a refused fact is tried; the last time two minutes after the first.
  package static let attempts = 8
  /// How long the road is quiet at the most, for facts whose doorbell was not heard or whose next attempt is due.
  private static let quiet = Duration.seconds(2)

  private let carried = Counter(label: "outbox_carried_total")
  private let refused = Counter(label: "outbox_refused_total")
  private let waiting = Gauge(label: "outbox_waiting")
  private let oldest = Gauge(label: "outbox_oldest_seconds")
  private let setAside = Gauge(label: "outbox_set_aside")

  /// - Parameters:
  ///   - pool: as the role whose facts these are
  ///   - receiver: the notifications process
  ///   - service: this process's name
  ///   - firstPause: until a refused fact is tried again; each further pause is twice as long as the one before
  package init(pool: Pool, receiver: ServiceClient, service: String, firstPause: Duration = .seconds(1)) {
    self.pool = pool
    self.receiver = receiver
    self.service = service
    self.firstPause = firstPause
  }

  /// Until the process stops.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      let (rings, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          for await signal in Listener(pool.configuration, channel: "outbox").signals()
          where signal == .listening || signal == .payload("pomoc_\(service)") { bell.yield() }
        }
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: Self.quiet)
            bell.yield()
          }
        }
        group.addTask { await carry(at: rings) }
      }
    }
  }

  private func carry(at rings: AsyncStream<Void>) async {
    var failures = 0
    for await _ in rings where !Task.isCancelled {
      do {
        while try await carryBatch() > 0 {}
        try await measure()
        failures = 0
      } catch {
        failures += 1
        if failures == 1 { Logger.current.warning("facts have to wait", metadata: ["reason": "\(error)"]) }
        let pause = min(5, 0.1 * pow(2, Double(min(failures, 10))))
        try? await Task.sleep(for: .seconds(pause * .random(in: 0.5...1)))
      }
    }
  }

  /// Carries facts whose turn it is, of each ticket the oldest.
  ///
  /// They stay locked meanwhile, so that no other relay carries them; a process that is killed loses its locks, and what
  /// it had carried is carried again.
  /// - Returns: how many were taken; what follows them may be due now.
  func carryBatch() async throws -> Int {
    try await pool.actingAsSystem { db in
      let outbox = OutboxRepository(db: db)
      let facts = try await outbox.claim(Self.batch)
      var taken: [Int] = []
      for fact in facts {
        switch try await send(fact) {
        case nil: taken.append(fact.id)
        case let failure?:
          refused.increment()
          let isLast = fact.attempts + 1 >= Self.attempts
          try await outbox.refuse(fact.id, failure, pause: firstPause * (1 << fact.attempts), isLast: isLast)
          if isLast {
            Logger.current.error(
              "a fact was set aside", metadata: ["fact": "\(fact.id)", "reason": "\(failure)"])
          }
        }
      }
      try await outbox.delete(taken)
      carried.increment(by: taken.count)
      return taken.count
    }
  }

  /// - Returns: why the receiver refused it; nil when it was taken.
  /// - Throws: when the receiver could not be asked.
  private func send(_ fact: OutboxRepository.Fact) async throws -> String? {
    let response = try await receiver.send(
      .post, "/events", headers: [.contentType: "application/json"], body: .bytes(Array(fact.event.utf8)),
      as: .process(service), requestId: fact.requestId ?? UUID.v7().text, within: .seconds(4))
    let answer = try await response.body.collect(upTo: 64 * 1024)
    switch response.status.code {
    case 200..<300: return nil
    // Too many, a wrong key, another process's address, a process that is ending: nothing that is wrong with the fact.
    case 401, 403, 404, 429, 502, 503, 504: throw Problem(.unavailable)
    default: return "\(response.status.code) \(String(buffer: answer).prefix(500))"
    }
  }

  private func measure() async throws {
    let backlog = try await pool.actingAsSystem { db in try await OutboxRepository(db: db).backlog() }
    waiting.record(backlog.waiting)
    oldest.record(backlog.oldest)
    setAside.record(backlog.setAside)
  }
}
