import Domain
import Foundation
import HTTPTypes
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import ServiceKit

@Suite("The road of facts, when something breaks on it")
struct OutboxRelayFailureTests {
  @Test("two relays at once carry each fact once, and those of a ticket in their order")
  func together() async throws {
    try await withRoad { road in
      for text in 1...6 {
        for number in 1...20 { try await road.append("\(text)", about: number) }
      }
      let relays = [await road.relay(), await road.relay()]

      // Each goes on until nothing is left, since the other may hold what it could carry next.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for relay in relays {
          group.addTask {
            while try await !road.rows().isEmpty { try await relay.carryAll() }
          }
        }
        try await group.waitForAll()
      }

      let told = road.receiver.told
      #expect(told.count == 120 && Set(told.map(\.event.id)).count == 120)
      for number in 1...20 { #expect(road.receiver.texts(of: number) == (1...6).map(String.init), "\(number)") }
    }
  }

  @Test("a relay that ends after telling and before deleting has its facts told again")
  func killed() async throws {
    try await withRoad { road in
      let event = try await road.append("once", about: 1)
      try await road.append("later", about: 1)
      let relay = await road.relay()
      let carrying = Mutex<Task<Int, any Error>?>(nil)
      let (started, start) = AsyncStream<Void>.makeStream()
      road.receiver.answer { _ in
        for await _ in started { break }
        carrying.withLock { $0?.cancel() }
        return .noContent
      }
      let task = Task { try await relay.carryBatch() }
      carrying.withLock { $0 = task }
      start.yield()

      await #expect(throws: (any Error).self) { try await task.value }

      #expect(road.receiver.told.map(\.event) == [event])
      #expect(try await road.rows() == [Road.Row(text: "once", subject: 1), Road.Row(text: "later", subject: 1)])
      road.receiver.answer { _ in .noContent }
      try await relay.carryAll()
      // The id is what tells the receiver that it knows the fact already.
      #expect(road.receiver.texts(of: 1) == ["once", "once", "later"])
      #expect(Set(road.receiver.told.map(\.event.id)).count == 2)
      #expect(try await road.rows() == [])
    }
  }

  @Test("a relay whose connection to the database is lost while it tells has its facts told again")
  func lostDatabase() async throws {
    try await withRoad { road in
      try await road.append("once", about: 1)
      let relay = await road.relay()
      road.receiver.answer { _ in
        let ended = try? await road.owner.first(
          """
          SELECT count(pg_terminate_backend(pid, 10000))
          FROM pg_stat_activity
          WHERE datname = current_database() AND usename = 'pomoc_tickets'
          """, as: Int.self)
        return ended == 0 ? .internalServerError : .noContent
      }

      await #expect(throws: PostgresError.self) { try await relay.carryBatch() }

      #expect(try await road.rows() == [Road.Row(text: "once", subject: 1)])
      road.receiver.answer { _ in .noContent }
      try await relay.carryAll()
      #expect(road.receiver.texts(of: 1) == ["once", "once"])
    }
  }

  @Test("a receiver that dies at random times is told everything, each ticket's facts in their order")
  func random() async throws {
    try await withRoad { road in
      for text in 1...10 {
        for number in 1...5 { try await road.append("\(text)", about: number) }
      }
      // What it has recorded: it may die before or after.
      let recorded = Mutex<[UUID: Event]>([:])
      let order = Mutex<[Event]>([])
      let dice = Mutex(Seeded(7))
      road.receiver.answer { event in
        switch dice.withLock({ Int.random(in: 0..<4, using: &$0) }) {
        case 0: return .serviceUnavailable
        case let throwing:
          if recorded.withLock({ $0.updateValue(event, forKey: event.id) }) == nil {
            order.withLock { $0.append(event) }
          }
          return throwing == 1 ? .serviceUnavailable : .noContent
        }
      }
      let relay = await road.relay()

      while try await !road.rows().isEmpty { try? await relay.carryAll() }

      let events = order.withLock { $0 }
      #expect(events.count == 50)
      for number in 1...5 {
        #expect(events.filter { $0.ticketNumber == number }.map(\.text) == (1...10).map(String.init), "\(number)")
      }
      #expect(road.receiver.told.count > 50)
    }
  }

  @Test("it carries what is said while it runs, its own service's facts alone, and stops when it is told to")
  func running() async throws {
    try await withRoad { road in
      try await road.append("before", about: 1)
      try await road.owner.run(
        "INSERT INTO outbox (service, event) SELECT 'pomoc_gateway', event || '{\"text\": \"foreign\"}' FROM outbox")
      let relay = await road.relay()
      let running = Task { try await relay.run() }

      try await waitUntil("the first is carried") { road.receiver.texts(of: 1) == ["before"] }
      try await road.append("while it runs", about: 1)
      try await waitUntil("the second is carried") { road.receiver.texts(of: 1) == ["before", "while it runs"] }
      try await waitUntil("they are gone") {
        try await road.rows() == [Road.Row(text: "foreign", service: "pomoc_gateway", subject: 1)]
      }

      running.cancel()
      try await running.value
      try await road.append("after", about: 1)
      #expect(try await road.rows().map(\.text) == ["foreign", "after"])
    }
  }

  @Test("how much waits, for how long, and how much was set aside is known")
  func backlog() async throws {
    try await withRoad { road in
      for number in 1...3 { try await road.append("x", about: number) }
      try await road.owner.run(
        "UPDATE outbox SET set_aside_at = now(), created_at = now() - interval '1 day' WHERE subject = 1")
      try await road.owner.run("UPDATE outbox SET created_at = now() - interval '90 seconds' WHERE subject = 2")

      let backlog = try await road.owner.transaction(settings: [("role", "pomoc_tickets"), ("pomoc.role", "system")]) {
        try await OutboxRepository(db: $0).backlog()
      }

      #expect(backlog.waiting == 2 && backlog.setAside == 1)
      #expect((90..<600).contains(backlog.oldest))
    }
  }
}
