import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Admin

@Suite("Facts that were set aside")
struct EventsTests {
  @Test("the doctor shows each with its id, ticket, attempts and reason, and what to do")
  func doctor() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let samples = try await Samples.insert(into: database)
      let id = try await append(about: 100_007, by: samples, to: pool, failure: "422 {\"code\":\n \"validation\"}")
      try await append(about: 100_008, by: samples, to: pool)

      let findings = await Doctor(database: .init(url: database.url()), passwords: [:]).findings()
        .reduce(into: [Finding]()) { $0.append($1) }

      let ill = findings.filter { !$0.isSound }
      let text = try #require(ill.first?.text)
      #expect(ill.count == 1)
      #expect(text.hasPrefix("fact set aside: \(id) · ticket_answered of ticket 100007 · attempts: 8 · since 20"))
      #expect(text.hasSuffix(" · 422 {\"code\": \"validation\"}"))
      #expect(ill.first?.hint?.contains("`pomoc events retry --id \(id)`") == true)
      #expect(findings.map(\.text).contains("facts waiting in the outbox: 1, the oldest for 0 min"))
      await pool.close()
    }
  }

  @Test("the doctor shows five of many and counts the others")
  func many() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let samples = try await Samples.insert(into: database)
      for number in 1...7 { try await append(about: number, by: samples, to: pool, failure: "422") }

      let findings = try await OutboxCheck(db: pool).findings().filter { !$0.isSound }

      #expect(findings.count == 6)
      #expect(findings.last?.text == "more facts set aside: 2")
      await pool.close()
    }
  }

  @Test("facts that wait for more than ten minutes are not on their way")
  func stuck() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let samples = try await Samples.insert(into: database)
      try await append(about: 100_001, by: samples, to: pool)
      #expect(try await OutboxCheck(db: pool).findings().map(\.isSound) == [true])
      try await pool.run("UPDATE outbox SET created_at = now() - interval '2 hours 5 minutes 30 seconds'")

      let findings = try await OutboxCheck(db: pool).findings()

      #expect(findings.map(\.text) == ["facts waiting in the outbox: 1, the oldest for 2 h 5 min"])
      #expect(findings.first?.hint?.contains("`notifications`") == true)
      await pool.close()
    }
  }

  @Test("a retry puts one or all back on the road as if never tried, and the relays hear of it")
  func retry() async throws {
    try await withTestDatabase { database in
      let pool = database.pool()
      let samples = try await Samples.insert(into: database)
      var ids: [Int] = []
      for number in 1...3 { ids.append(try await append(about: number, by: samples, to: pool, failure: "422")) }
      let waiting = try await append(about: 4, by: samples, to: pool, refused: 3)
      var signals = Listener(database.configuration(), channel: "outbox").signals().makeAsyncIterator()
      #expect(await signals.next() == .listening)

      #expect(try await FactRepository(db: pool).retry(ids[1]) == 1)
      #expect(try await FactRepository(db: pool).setAside().map(\.id) == [ids[0], ids[2]])
      #expect(await signals.next() == .payload("pomoc_tickets"))
      #expect(try await FactRepository(db: pool).retry(ids[1]) == 0)
      #expect(try await FactRepository(db: pool).retry(waiting) == 0)
      #expect(try await FactRepository(db: pool).retry(nil) == 2)

      let fresh = try await pool.all(
        """
        SELECT id FROM outbox
        WHERE attempts = 0 AND due_at <= clock_timestamp() AND set_aside_at IS NULL AND failure IS NULL
        ORDER BY id
        """, as: Int.self)
      #expect(fresh == ids)
      let untouched = try await pool.first("SELECT attempts FROM outbox WHERE id = \(waiting)", as: Int.self)
      #expect(untouched == 3)
      await pool.close()
    }
  }

  /// Writes a fact of the tickets service.
  ///
  /// - Parameters:
  ///   - failure: why it was set aside; nil for one that waits
  ///   - refused: how often it was refused, when it waits
  @discardableResult
  private func append(
    about number: Int, by samples: Samples, to pool: Pool, failure: String? = nil, refused: Int = 0
  ) async throws -> Int {
    let event = Event(
      kind: .ticketAnswered, occurredAt: Date(), actor: samples.agent, accountId: samples.baltyk.id,
      authorId: samples.reception.userId, ticketNumber: number, topic: "Drukarka", status: .inProgress, text: "Kabel")
    let id = try await pool.first(
      """
      INSERT INTO outbox (service, event, attempts, due_at, set_aside_at, failure)
      VALUES ('pomoc_tickets', \(json: event), \(failure == nil ? refused : 8), now() + interval '1 hour',
        CASE WHEN \(failure)::text IS NOT NULL THEN now() END, \(failure))
      RETURNING id
      """, as: Int.self)
    return try #require(id)
  }
}
