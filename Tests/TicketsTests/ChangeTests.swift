import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@Suite("Changing a ticket")
struct ChangeTests {
  @Test("support changes topic, importance, status and assignee, and nothing that was not named")
  func fields() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let opened = try await tickets.open(as: samples.reception)
      let number = opened.number

      let answer = try await tickets.patch(
        number, as: samples.agent,
        json: [
          "topic": " Skaner ", "importance": "high", "status": "waiting", "assignee_id": samples.agent.userId.text,
        ])
      #expect(answer.summary == "200")
      let all = try answer.ticket
      let topic = try await tickets.change(number, as: samples.agent, ["topic": "Drukarka"])
      let nobody = try await tickets.change(number, as: samples.agent, ["assignee_id": nil as String?])

      #expect((all.topic, all.importance, all.status) == ("Skaner", .high, .waiting))
      #expect(all.assignee == Person(id: samples.agent.userId, name: samples.agent.name))
      #expect(all.updatedAt >= opened.updatedAt && all.messages?.count == 1)
      #expect((topic.topic, topic.importance, topic.status) == ("Drukarka", .high, .waiting))
      #expect(topic.assignee == all.assignee)
      #expect(nobody.assignee == nil && nobody.topic == "Drukarka")
      #expect(try await tickets.show(number, as: samples.secondAgent).topic == "Drukarka")
    }
  }

  @Test("users may not, of their own ticket or of none")
  func users() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      for person in [samples.reception, samples.owner, samples.tatryOwner] {
        for number in [number, 999_999] {
          #expect(try await tickets.patch(number, as: person, json: ["topic": "x"]).summary == "403 forbidden")
        }
      }
    }
  }

  @Test("what does not fit is refused by name, and nothing changes")
  func refusals() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let before = try await tickets.listed(number, as: samples.agent)
      for (change, expected) in [
        (["topic": ""], "422 invalid topic"), (["topic": String(repeating: "x", count: 201)], "422 invalid topic"),
        (["importance": "urgent"], "422 invalid importance"), (["status": "open"], "422 invalid status"),
        (["status": 1], "422 invalid status"), (["assignee_id": "me"], "422 invalid assignee_id"),
        (["assignee_id": UUID().text], "422 invalid assignee_id"),
        (["assignee_id": samples.reception.userId.text], "422 invalid assignee_id"),
        (["assignee_id": samples.owner.userId.text, "topic": "x"], "422 invalid assignee_id"),
        (["author_id": samples.agent.userId.text], "422 invalid author_id"), (["number": 1], "422 invalid number"),
      ] as [(Fields, String)] {
        #expect(try await tickets.patch(number, as: samples.agent, json: change).summary == expected)
      }
      #expect(try await tickets.patch(999_999, as: samples.agent, json: ["topic": "x"]).summary == "404 not_found")

      #expect(try await tickets.listed(number, as: samples.agent) == before)
      #expect(try await tickets.events().count == 1)
    }
  }

  @Test("with If-Match only the state that was read is changed")
  func ifMatch() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      func change(_ topic: String, ifMatch: String?) async throws -> Answer {
        try await tickets.patch(number, as: samples.agent, json: ["topic": topic], ifMatch: ifMatch)
      }
      let read = try #require(try await tickets.get("/tickets/\(number)", as: samples.agent).headers[.eTag])

      let fresh = try await change("A", ifMatch: read)
      let stale = try await change("B", ifMatch: read)
      let again = try await change("C", ifMatch: fresh.headers[.eTag])

      #expect(fresh.summary == "200" && fresh.headers[.eTag] != read)
      #expect(stale.summary == "412 stale")
      #expect(again.summary == "200")
      #expect(try await change("D", ifMatch: "*").summary == "200")
      #expect(try await change("E", ifMatch: nil).summary == "200")
      #expect(try await change("F", ifMatch: "\"x\"").summary == "412 stale")
      #expect(try await tickets.show(number, as: samples.agent).topic == "E")
    }
  }

  @Test("whatever happens to a ticket makes its ETag stale")
  func stale() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      func etag() async throws -> String? {
        try await tickets.get("/tickets/\(number)", as: samples.agent).headers[.eTag]
      }
      var seen = [try await etag()]
      try await tickets.reply(to: number, as: samples.reception)
      seen.append(try await etag())
      try await tickets.reply(to: number, as: samples.agent, internal: true)
      seen.append(try await etag())
      try await tickets.change(number, as: samples.agent, ["assignee_id": samples.agent.userId.text])
      seen.append(try await etag())
      try await tickets.close(number, as: samples.reception)
      seen.append(try await etag())

      #expect(!seen.contains(nil) && Set(seen).count == seen.count)
      #expect(try await etag() == seen.last, "reading is no change")
    }
  }

  @Test("of two changes at once that read the same state, one is stale")
  func race() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let read = try #require(try await tickets.get("/tickets/\(number)", as: samples.agent).headers[.eTag])

      let summaries = try await withThrowingTaskGroup(of: String.self) { group in
        for topic in ["A", "B", "C"] {
          group.addTask {
            try await tickets.patch(number, as: samples.agent, json: ["topic": topic], ifMatch: read).summary
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(summaries.sorted() == ["200", "412 stale", "412 stale"])
    }
  }

  @Test("a change that changes nothing leaves no trace")
  func nothing() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let before = try await tickets.get("/tickets/\(number)", as: samples.agent)
      let facts = try await tickets.events()

      let same = try await tickets.patch(number, as: samples.agent, json: ["topic": "Drukarka", "status": "new"])
      let empty = try await tickets.patch(number, as: samples.agent, json: [:])

      #expect(same.headers[.eTag] == before.headers[.eTag] && empty.headers[.eTag] == before.headers[.eTag])
      #expect(try same.ticket.updatedAt == before.ticket.updatedAt)
      #expect(try await tickets.events() == facts)
    }
  }

  @Test("an assignment is no change for users")
  func assignment() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let before = try await tickets.show(number, as: samples.reception)

      try await tickets.change(number, as: samples.agent, ["assignee_id": samples.agent.userId.text])

      #expect(try await tickets.show(number, as: samples.reception) == before)
      #expect(try await tickets.events().count == 1)
    }
  }
}
