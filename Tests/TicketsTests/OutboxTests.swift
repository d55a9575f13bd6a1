import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Facts for other services")
struct OutboxTests {
  @Test("every fact is one event, in the order of what happened")
  func facts() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception, message: "Nie drukuje").number
      try await tickets.reply(to: number, as: samples.agent, text: "Proszę sprawdzić kabel")
      try await tickets.change(number, as: samples.agent, ["status": "resolved", "topic": "Kabel"])
      try await tickets.reply(to: number, as: samples.owner, text: "Dalej nic")
      try await tickets.close(number, as: samples.reception)
      try await tickets.reopen(number, as: samples.secondAgent)

      let events = try await tickets.events()

      #expect(
        events.map(\.kind) == [
          .ticketOpened, .ticketAnswered, .ticketChanged, .ticketAnswered, .ticketChanged, .ticketChanged,
        ])
      #expect(events.map(\.previousStatus) == [nil, nil, .inProgress, nil, .inProgress, .closed])
      #expect(events.map(\.previousTopic) == [nil, nil, "Drukarka", nil, nil, nil])
      #expect(events.map(\.status) == [.new, .inProgress, .resolved, .inProgress, .closed, .inProgress])
      #expect(events.map(\.text) == ["Nie drukuje", "Proszę sprawdzić kabel", nil, "Dalej nic", nil, nil])
      #expect(events.map(\.bySupport) == [false, true, true, false, false, true])
      #expect(
        events.map(\.actor.id)
          == [samples.reception, samples.agent, samples.agent, samples.owner, samples.reception, samples.secondAgent]
          .map(\.userId))
      #expect(events.map(\.topic) == ["Drukarka", "Drukarka", "Kabel", "Kabel", "Kabel", "Kabel"])
      #expect(Set(events.map(\.id)).count == 6)
      #expect(
        events.allSatisfy {
          $0.ticketNumber == number && $0.accountId == samples.baltyk.id && $0.authorId == samples.reception.userId
        })
    }
  }

  @Test("an event is JSON in snake case with all that a receiver needs")
  func json() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let ticket = try await tickets.open(as: person)

      let text = try #require(try await tickets.owner.first("SELECT event::text FROM outbox", as: String.self))

      let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(
        object.keys.sorted() == [
          "account_id", "actor", "author_id", "by_support", "id", "kind", "occurred_at", "status", "text",
          "ticket_number", "topic",
        ])
      #expect(object["kind"] as? String == "ticket_opened" && object["ticket_number"] as? Int == ticket.number)
      #expect(object["account_id"] as? String == tickets.samples.baltyk.id.text)
      #expect(object["actor"] as? [String: String] == ["id": person.userId.text, "name": person.name])
      let occurred = try #require(object["occurred_at"] as? String)
      #expect(occurred.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
      let service = try await tickets.owner.first("SELECT service FROM outbox", as: String.self)
      #expect(service == "pomoc_tickets")
    }
  }

  @Test("an event is written by the transaction that made it true")
  func transaction() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.reply(to: number, as: samples.agent)

      let together = try await tickets.count(
        """
        SELECT count(*) FROM outbox JOIN message ON message.xmin = outbox.xmin AND message.text = outbox.event ->> 'text'
        """)
      let last = try await tickets.count("SELECT count(*) FROM outbox JOIN ticket ON ticket.xmin = outbox.xmin")

      #expect(together == 2)
      #expect(last == 1)
    }
  }

  @Test("what failed half-way leaves no event, no message and no change")
  func failure() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let used = try await tickets.attach(as: samples.reception)
      let number = try await tickets.open(as: samples.reception, attachment: used.id).number
      try await tickets.change(number, as: samples.agent, ["status": "waiting"])
      let before = try await tickets.show(number, as: samples.reception)
      let events = try await tickets.events().count

      let reply = try await tickets.post(
        "/tickets/\(number)/messages", as: samples.reception, json: ["text": "x", "attachment_id": used.id.text])
      let second = try await tickets.post(
        "/tickets", as: samples.reception, json: ["topic": "x", "message": "x", "attachment_id": used.id.text])

      #expect(reply.summary == "422 too_many_attachments")
      #expect(second.summary == "422 too_many_attachments")
      #expect(try await tickets.events().count == events)
      #expect(try await tickets.show(number, as: samples.reception) == before)
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
    }
  }
}

extension TicketsApp {
  /// All events that wait to leave, oldest first.
  func events() async throws -> [Event] {
    try await owner.all("SELECT event::text FROM outbox ORDER BY id", as: String.self)
      .map { try JSONCoding.decode(Event.self, from: Data($0.utf8)) }
  }
}
