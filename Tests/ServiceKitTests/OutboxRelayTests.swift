import Domain
import Foundation
import HTTPTypes
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import ServiceKit

@Suite("The road of facts")
struct OutboxRelayTests {
  @Test("a fact is written whole, for the service that is signed in, with the request that made it")
  func row() async throws {
    try await withRoad { road in
      let event = try await road.append("Kabel", about: 100_001, as: "req-7")
      try await road.append("Tusz", about: 100_002)

      let rows = try await road.rows()
      let stored = try await road.owner.all("SELECT event::text FROM outbox ORDER BY id", as: String.self)

      #expect(
        rows == [
          Road.Row(text: "Kabel", subject: 100_001, requestId: "req-7"), Road.Row(text: "Tusz", subject: 100_002),
        ])
      #expect(try JSONCoding.decode(Event.self, from: Data(try #require(stored.first).utf8)) == event)
    }
  }

  @Test("all facts arrive whole, those of a ticket in their order, and are gone then")
  func carriesAll() async throws {
    try await withRoad { road in
      var events: [Event] = []
      // More than a relay claims at once, and more of one ticket than of all others.
      for number in 1...60 { events.append(try await road.append("\(number)", about: number % 3 == 0 ? number : 1)) }

      try await road.relay().carryAll()

      let told = road.receiver.told
      #expect(Set(told.map(\.event.id)) == Set(events.map(\.id)) && told.count == 60)
      #expect(told.allSatisfy { $0.process == "tickets" && events.contains($0.event) })
      #expect(road.receiver.texts(of: 1) == (1...60).filter { $0 % 3 != 0 }.map(String.init))
      #expect(try await road.rows() == [])
    }
  }

  @Test("a fact keeps the id of the request that made it; one without a request gets one")
  func requestIds() async throws {
    try await withRoad { road in
      try await road.append("a", about: 1, as: "req-of-a-person")
      try await road.append("b", about: 2)

      try await road.relay().carryAll()

      let told = road.receiver.told
      #expect(told.first?.requestId == "req-of-a-person")
      #expect(told.last.flatMap { UUID(uuidString: $0.requestId ?? "") } != nil)
    }
  }

  @Test("while a ticket's fact is refused those behind it wait, and other tickets' go on")
  func order() async throws {
    try await withRoad { road in
      road.receiver.answer { $0.ticketNumber == 1 ? .unprocessableContent : .noContent }
      for text in ["1", "2", "3"] {
        try await road.append(text, about: 1)
        try await road.append(text, about: 2)
      }

      let relay = await road.relay()
      try await relay.carryAll()
      // The second attempt is not due yet.
      try await relay.carryAll()

      #expect(road.receiver.texts(of: 1) == ["1"])
      #expect(road.receiver.texts(of: 2) == ["1", "2", "3"])
      #expect(
        try await road.rows() == [
          Road.Row(text: "1", subject: 1, attempts: 1, isLater: true, failure: "422 no such account"),
          Road.Row(text: "2", subject: 1), Road.Row(text: "3", subject: 1),
        ])

      road.receiver.answer { _ in .noContent }
      try await road.passTime()
      try await relay.carryAll()
      #expect(road.receiver.texts(of: 1) == ["1", "1", "2", "3"])
      #expect(try await road.rows() == [])
    }
  }

  @Test("a receiver that cannot be reached, or says that it cannot just now, costs nothing and loses nothing")
  func unreachable() async throws {
    try await withRoad { road in
      for number in 1...3 { try await road.append("x", about: number) }
      let waiting = (1...3).map { Road.Row(text: "x", subject: $0) }

      let astray = await road.relay(to: FreePort.next())
      for _ in 0..<(OutboxRelay.attempts + 2) {
        await #expect(throws: (any Error).self) { try await astray.carryBatch() }
      }
      #expect(try await road.rows() == waiting)

      let relay = await road.relay()
      for status in [
        HTTPResponse.Status.unauthorized, .notFound, .tooManyRequests, .badGateway, .serviceUnavailable,
        .gatewayTimeout,
      ] {
        road.receiver.answer { _ in status }
        for _ in 0..<(OutboxRelay.attempts + 2) { await #expect(throws: Problem.self) { try await relay.carryBatch() } }
      }
      #expect(try await road.rows() == waiting)

      road.receiver.answer { _ in .noContent }
      try await relay.carryAll()
      #expect(try await road.rows() == [])
    }
  }

  @Test("what is refused again and again is set aside with its reason, and those behind it go on")
  func setAside() async throws {
    try await withRoad { road in
      road.receiver.answer { $0.text == "poison" ? .unprocessableContent : .noContent }
      try await road.append("poison", about: 1)
      try await road.append("behind", about: 1)
      let relay = await road.relay()

      for attempt in 1..<OutboxRelay.attempts {
        try await relay.carryAll()
        let refused = Road.Row(
          text: "poison", subject: 1, attempts: attempt, isLater: true, failure: "422 no such account")
        #expect(try await road.rows() == [refused, Road.Row(text: "behind", subject: 1)])
        try await road.passTime()
      }
      try await relay.carryAll()
      try await road.passTime()
      try await relay.carryAll()

      #expect(road.receiver.texts(of: 1) == Array(repeating: "poison", count: OutboxRelay.attempts) + ["behind"])
      #expect(
        try await road.rows() == [
          Road.Row(text: "poison", subject: 1, attempts: 8, isAside: true, failure: "422 no such account")
        ])
    }
  }

  @Test("the pauses between attempts double")
  func pauses() async throws {
    try await withRoad { road in
      road.receiver.answer { _ in .unprocessableContent }
      try await road.append("poison", about: 1)
      let relay = await road.relay(firstPause: .seconds(1))
      var pauses: [Double] = []

      for _ in 1..<OutboxRelay.attempts {
        try await road.owner.run("UPDATE outbox SET due_at = clock_timestamp()")
        let before = try await road.owner.first("SELECT clock_timestamp()", as: Date.self)
        try await relay.carryAll()
        let due = try await road.owner.first("SELECT due_at FROM outbox", as: Date.self)
        pauses.append(try #require(due).timeIntervalSince(try #require(before)))
      }

      // However long the machine took to carry it, less than the next pause.
      for (index, pause) in pauses.enumerated() { #expect(pause >= pow(2, Double(index)) - 0.002) }
      #expect(pauses.count == 7)
    }
  }
}
