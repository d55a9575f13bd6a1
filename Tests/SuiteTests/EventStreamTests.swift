import Domain
import Foundation
import NIOHTTP1
import ServiceKit
import TestSupport
import Testing

@Suite("The event stream")
struct EventStreamTests {
  @Test("rings at those who may see it, with a number and nothing else")
  func doorbells() async throws {
    try await withTestSuite { suite in
      let (reception, tatry, agent) = (
        try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.tatryReception),
        try await suite.caller(suite.samples.agent)
      )
      try await TestEvents.listen(as: reception) { mine in
        try await TestEvents.listen(as: tatry) { theirs in
          try await TestEvents.listen(as: agent) { support in
            #expect(mine.headers.first(name: "Content-Type") == "text/event-stream")
            #expect(mine.headers.first(name: "X-Accel-Buffering") == "no")
            let ticket: Ticket = try await reception.post(
              "/v1/tickets", json: #"{"topic": "a", "message": "b"}"#
            ).value()
            let personal = try await agent.notify(["user_id": suite.samples.reception.userId.text])
            let account = try await agent.notify(["account_id": suite.samples.baltyk.id.text])
            let everyone = try await agent.notify("everyone")

            try await waitUntil("all have heard") {
              mine.numbers(of: .notification).count == 3 && theirs.numbers(of: .notification).count == 1
                && mine.numbers(of: .ticket).count == 1 && support.numbers(of: .ticket).count == 1
            }
            #expect(mine.numbers(of: .notification) == [personal, account, everyone])
            #expect(theirs.numbers(of: .notification) == [everyone])
            #expect(theirs.numbers(of: .ticket) == [])
            #expect(support.numbers(of: .ticket) == [ticket.number])
            #expect(support.numbers(of: .notification) == [])
            #expect(mine.events.allSatisfy { $0.data.wholeMatch(of: /\{"number":\d+\}/) != nil })
          }
        }
      }
    }
  }

  @Test("tells a person's other windows what they did in this one")
  func otherWindows() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let agent = try await suite.caller(suite.samples.agent)
      let number = try await agent.notify("everyone")
      try await TestEvents.listen(as: try await suite.caller(suite.samples.reception)) { other in
        try await TestEvents.listen(as: try await suite.caller(suite.samples.owner)) { colleague in
          #expect(try await caller.send(.PUT, "/v1/notifications/\(number)/reading").status == 200)
          #expect(try await caller.send(.PUT, "/v1/notifications/\(number)/reading").status == 200)
          let next = try await agent.notify("everyone")
          try await waitUntil("both have heard the next") {
            other.numbers(of: .notification).last == next && colleague.numbers(of: .notification).last == next
          }
          #expect(other.numbers(of: .notification) == [number, next])
          #expect(colleague.numbers(of: .notification) == [next])
        }
      }
    }
  }

  @Test("goes on after the last event that was heard, and ends after one for those who wait")
  func resumption() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let agent = try await suite.caller(suite.samples.agent)
      let first = try await TestEvents.listen(as: caller) { events in
        _ = try await agent.notify("everyone")
        try await waitUntil("the doorbell has rung") { events.events.count == 1 }
        return events.events[0]
      }
      let missed = [try await agent.notify("everyone"), try await agent.notify("everyone")]
      try await TestEvents.listen(as: caller, headers: ["Last-Event-ID": try #require(first.id)]) { events in
        try await waitUntil("the missed ones have come") { events.numbers(of: .notification) == missed }
      }
      try await TestEvents.listen(as: caller, headers: ["Last-Event-ID": "somebody-else's.7"]) { events in
        let next = try await agent.notify("everyone")
        try await waitUntil("the next has come") { events.numbers(of: .notification) == [next] }
      }
      try await TestEvents.listen(as: caller, "/v1/events?wait=25") { events in
        let next = try await agent.notify("everyone")
        try await waitUntil("it has ended") { events.hasEnded }
        #expect(events.numbers(of: .notification) == [next])
      }
      try await TestEvents.listen(as: caller, "/v1/events?wait=1") { events in
        try await waitUntil("it has ended by itself") { events.hasEnded }
        #expect(events.events.isEmpty)
      }
    }
  }

  @Test("needs a credential that holds, and ends with it")
  func credentials() async throws {
    try await withTestSuite { suite in
      #expect(try await suite.stranger.get("/v1/events").status == 401)
      let caller = try await suite.caller(suite.samples.reception)
      for query in ["?wait=0", "?wait=26", "?wait=x", "?x=1"] {
        let answer = try await caller.get("/v1/events\(query)")
        #expect((answer.status, answer.problem?.code) == (422, "invalid"), "\(query)")
      }
      try await TestEvents.listen(as: caller) { events in
        #expect(try await caller.send(.DELETE, "/v1/sessions/current").status == 204)
        try await waitUntil("it has ended") { events.hasEnded }
      }
      let head = try await suite.caller(suite.samples.owner).send(.HEAD, "/v1/events")
      #expect(head.status == 200 && head.body.isEmpty)
    }
  }

  @Test("stops with the gateway, which exits with 0")
  func gracefulStop() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      try await TestEvents.listen(as: caller) { events in
        suite.gateway.send(SIGTERM)
        #expect(try await suite.gateway.end(within: .seconds(20)) == .exit(0))
        try await waitUntil("it has ended") { events.hasEnded }
      }
      suite.notifications.send(SIGTERM)
      #expect(try await suite.notifications.end(within: .seconds(20)) == .exit(0))
    }
  }

  @Test("makes its readers start anew when doorbells may have been missed")
  func gap() async throws {
    try await withTestSuite { suite in
      let caller = try await suite.caller(suite.samples.reception)
      let agent = try await suite.caller(suite.samples.agent)
      try await TestEvents.listen(as: caller) { events in
        suite.notifications.send(SIGKILL)
        _ = try await suite.notifications.end()
        #expect(!events.hasEnded)
        try await suite.processes.start(.notifications)
        try await waitUntil("it has ended") { events.hasEnded }
      }
      // While the process gets to its feet there may be more gaps, each with an end.
      try await waitUntil("a doorbell has rung") {
        try await TestEvents.listen(as: caller) { events in
          let number = try await agent.notify("everyone")
          try await waitUntil("it has rung or ended") { events.events.count > 0 || events.hasEnded }
          return events.numbers(of: .notification) == [number]
        }
      }
    }
  }
}

extension TestCaller {
  /// Sends a notification as support.
  ///
  /// - Returns: its number.
  func notify(
    _ audience: any Encodable & Sendable, topic: String = "Przerwa", text: String = "Dziś w nocy", ticket: Int? = nil
  ) async throws -> Int {
    let body = try JSONCoding.encode(
      Sending(to: AnyAudience(value: audience), topic: topic, text: text, ticketNumber: ticket))
    let answer = try await post("/v1/notifications", json: String(decoding: body, as: UTF8.self))
    guard answer.status == 201 else { throw Overdue(description: "not sent: \(answer.text)") }
    return try answer.value(as: Domain.Notification.self).number
  }
}

private struct Sending: Encodable {
  let to: AnyAudience
  let topic: String
  let text: String
  let ticketNumber: Int?
}

private struct AnyAudience: Encodable {
  let value: any Encodable & Sendable
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
