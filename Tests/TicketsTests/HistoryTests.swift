import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The History")
struct HistoryTests {
  @Test("a ticket is one line with the beginning of its newest message")
  func entry() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let ticket = try await tickets.open(as: samples.reception, message: "Pierwsza")
      let long = String(repeating: "ż", count: 200)
      try await tickets.reply(to: ticket.number, as: samples.agent, text: long)

      let answer = try await tickets.get("/history", as: samples.reception)

      let entry = try #require(try answer.history.items.first)
      #expect((entry.kind, entry.number, entry.topic) == (.ticket, ticket.number, "Drukarka"))
      #expect((entry.status, entry.unread, entry.ticketNumber) == ("in_progress", true, nil))
      #expect(entry.preview == String(long.prefix(160)))
      let listed = try await tickets.listed(ticket.number, as: samples.reception)
      #expect(entry.updatedAt == listed.updatedAt)
      let object = try #require((try answer.object["items"] as? [[String: Any]])?.first)
      #expect(
        object.keys.sorted() == [
          "kind", "number", "preview", "status", "ticket_number", "topic", "unread", "updated_at",
        ])
    }
  }

  @Test("the newest change stands first, and the filters hold")
  func filters() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let printer = try await tickets.open(as: person, topic: "Drukarka").number
      let key = try await tickets.open(as: person, topic: "Klucz").number
      func numbers(_ query: String) async throws -> [Int] {
        try await tickets.history(query, as: person).items.map(\.number)
      }
      #expect(try await numbers("") == [key, printer])
      try await tickets.close(printer, as: person)

      #expect(try await numbers("") == [printer, key])
      #expect(try await numbers("status=closed") == [printer])
      #expect(try await numbers("topic=Klucz") == [key])
      #expect(try await numbers("topic=Klucz&status=closed") == [])
      #expect(try await tickets.get("/history?q=Klucz", as: person).summary == "422 invalid q")
    }
  }
}

@Suite("Topics")
struct TopicTests {
  @Test("the catalogue stands in support's order")
  func catalogue() async throws {
    try await withTickets { tickets in
      try await tickets.owner.run("INSERT INTO topic VALUES ('Zwroty', 1), ('Awaria', 2), ('Faktury', 1)")

      let answer = try await tickets.get("/topics", as: tickets.samples.reception)

      #expect(try answer.object["catalogue"] as? [String] == ["Faktury", "Zwroty", "Awaria"])
      #expect(try answer.object["in_use"] as? [String] == [])
    }
  }

  @Test("in use are the topics of the caller's History, each once, as they are now")
  func inUse() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      for topic in ["Klucz", "Drukarka", "Klucz"] { try await tickets.open(as: samples.reception, topic: topic) }
      let moved = try await tickets.open(as: samples.owner, topic: "Pomyłka").number
      try await tickets.open(as: samples.tatryOwner, topic: "Sauna")
      try await tickets.change(moved, as: samples.agent, ["topic": "Basen"])
      func inUse(_ person: Principal) async throws -> [String]? {
        try await tickets.get("/topics", as: person).object["in_use"] as? [String]
      }

      #expect(try await inUse(samples.reception) == ["Basen", "Drukarka", "Klucz"])
      #expect(try await inUse(samples.tatryReception) == ["Sauna"])
      #expect(try await inUse(samples.agent) == ["Basen", "Drukarka", "Klucz", "Sauna"])
    }
  }
}
