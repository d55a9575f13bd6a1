import Domain
import Foundation
import HTTPTypes
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("A fact about a ticket")
struct FactTests {
  @Test("an answer by support is told to the ticket's author, word for word")
  func answer() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      let text = "Proszę sprawdzić kabel.\n" + String(repeating: "ż", count: 19_976)

      let number = try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: text))

      let shown = try await app.show(number, as: samples.reception)
      #expect((shown.topic, shown.text, shown.status) == ("Drukarka", text, .unread))
      #expect((shown.sender.name, shown.ticketNumber) == (samples.agent.name, ticket))
      #expect(try await app.told() == [samples.reception.name])
      #expect(try await app.count("SELECT count(*) FROM receipt") == 1)
    }
  }

  @Test("a user's own answer is news to nobody, nor is a ticket that a user opened or a change of importance alone")
  func noNews() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      for audience in AnswerAudience.allCases {
        try await app.set(samples.baltyk, audience: audience)
        for event in [
          app.fact(.ticketAnswered, by: samples.reception, on: ticket, text: "Dalej nic"),
          app.fact(.ticketAnswered, by: samples.owner, on: ticket, text: "Proszę o pośpiech"),
          app.fact(.ticketOpened, by: samples.reception, on: ticket, status: .new, text: "Nie drukuje"),
          app.fact(.ticketChanged, by: samples.agent, on: ticket),
          app.fact(.ticketRead, by: samples.agent, on: ticket),
          app.fact(.ticketRead, by: samples.owner, on: ticket),
        ] {
          try await app.take(event)
        }
      }
      #expect(try await app.count("SELECT count(*) FROM notification") == 0)
      #expect(try await app.count("SELECT count(*) FROM receipt") == 0)
    }
  }

  @Test("a change by a colleague is told to the author, the author's own to nobody")
  func colleagues() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      try await app.take(
        app.fact(.ticketChanged, by: samples.reception, on: ticket, status: .closed, from: .inProgress))
      #expect(try await app.count("SELECT count(*) FROM notification") == 0)

      let number = try await app.tell(
        app.fact(.ticketChanged, by: samples.owner, on: ticket, status: .closed, from: .inProgress))

      #expect(try await app.told() == [samples.reception.name])
      #expect(try await app.show(number, as: samples.reception).sender.name == samples.owner.name)
    }
  }

  @Test("a ticket that support opened for an account is told to the account, and so is all that happens to it")
  func openedBySupport() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.agent, in: samples.baltyk)
      func fact(_ kind: Event.Kind, by actor: Principal, from status: TicketStatus? = nil, _ text: String?) -> Event {
        app.fact(kind, by: actor, on: ticket, of: samples.agent, from: status, text: text)
      }

      let opened = try await app.tell(fact(.ticketOpened, by: samples.agent, "Wymieniamy router"))
      let answered = try await app.tell(fact(.ticketAnswered, by: samples.secondAgent, "Będziemy o 10:00"))
      let changed = try await app.tell(fact(.ticketChanged, by: samples.owner, from: .closed, nil))

      #expect(try await app.due(as: samples.reception) == [changed, answered, opened])
      #expect(try await app.due(as: samples.owner) == [answered, opened])
      #expect(try await app.show(opened, as: samples.owner).text == "Wymieniamy router")
      #expect(try await app.told() == [samples.reception.name, samples.owner.name])
      #expect(try await app.count("SELECT count(*) FROM receipt") == 0)
    }
  }

  @Test("where the manager chose so, everyone in the account is told, except for who did it")
  func wholeAccount() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.set(samples.baltyk, audience: .account)
      let ticket = try await app.ticket(of: samples.reception)

      let answered = try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "Już działa"))
      let closed = try await app.tell(
        app.fact(.ticketChanged, by: samples.reception, on: ticket, status: .closed, from: .inProgress))

      #expect(try await app.told() == [samples.reception.name, samples.owner.name])
      #expect(try await app.due(as: samples.owner) == [closed, answered])
      #expect(try await app.due(as: samples.reception) == [answered])
      #expect(try await app.history(as: samples.reception).map(\.number) == [answered])
      #expect(try await app.get("/notifications/\(closed)", as: samples.reception).summary == "404 not_found")
      #expect(try await app.count("SELECT count(*) FROM notification") == 2)
      #expect(try await app.count("SELECT count(*) FROM receipt") == 0)
    }
  }

  @Test("told twice, even at once, it is one notification")
  func twice() async throws {
    try await withNotifications { app in
      let ticket = try await app.ticket(of: app.samples.reception)
      for audience in AnswerAudience.allCases {
        try await app.set(app.samples.baltyk, audience: audience)
        let event = app.fact(.ticketAnswered, by: app.samples.agent, on: ticket, text: "Już działa")
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
          for _ in 0..<8 { group.addTask { try await app.bring(event).summary } }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == [String](repeating: "204", count: 8))
        let number = try await app.tell(event)
        try await app.read(number, as: app.samples.reception)
        #expect(try await app.tell(event) == number)
        #expect(try await app.show(number, as: app.samples.reception).status == .read)
      }
      #expect(try await app.count("SELECT count(*) FROM notification") == 2)
    }
  }

  @Test("what this version does not understand is refused, and nothing is recorded")
  func garbage() async throws {
    try await withNotifications { app in
      let ticket = try await app.ticket(of: app.samples.reception)
      let event = app.fact(.ticketAnswered, by: app.samples.agent, on: ticket, text: "x")
      let good = String(decoding: try JSONCoding.encode(event), as: UTF8.self)
      for body in [
        "", "{", "[]", "null", "{}", "[\(good)]", good.replacing("ticket_answered", with: "ticket_burnt"),
        good.replacing("\"in_progress\"", with: "\"lost\""), good.replacing(event.id.text, with: "7"),
        good.replacing("ticket_number", with: "ticket"), good.replacing("occurred_at\":\"2", with: "occurred_at\":\"x"),
      ] {
        let answer = try await app.send(
          .post, "/events", as: .process("tickets"), headers: [.contentType: "application/json"],
          body: Array(body.utf8))
        #expect(answer.summary == "422 invalid event", "\(body)")
      }
      #expect(try await app.count("SELECT count(*) FROM notification") == 0)
    }
  }

  @Test("people bring no facts and hear no bells of others, and a process is no person")
  func speakers() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      let body = Array(
        try JSONCoding.encode(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "x")))
      for person in samples.all {
        let event = try await app.send(
          .post, "/events", as: .principal(person), headers: [.contentType: "application/json"], body: body)
        #expect(event.summary == "401 unauthenticated", "\(person.role)")
        #expect(try await app.get("/doorbells", as: person).summary == "401 unauthenticated", "\(person.role)")
      }
      for path in ["/notifications", "/notifications/1", "/notifications/1/receipts", "/history", "/topics"] {
        #expect(try await app.send(.get, path, as: .process("gateway")).summary == "401 unauthenticated", "\(path)")
      }
      #expect(try await app.count("SELECT count(*) FROM notification") == 0)
    }
  }
}

@Suite("A changed ticket in words")
struct FactWordsTests {
  @Test("a change of the status or the topic is told in the reader's language, wherever it is read")
  func words() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let both = app.fact(
        .ticketChanged, by: app.samples.agent, on: ticket, topic: "Kabel", status: .resolved, from: .inProgress,
        was: "Drukarka")

      let number = try await app.tell(both)

      for (language, text) in [
        ("pl", "Zgłoszenie \(ticket) ma teraz status: Rozwiązane.\nZgłoszenie \(ticket) ma teraz temat: „Kabel”."),
        ("en-GB", "Ticket \(ticket) now has the status: Resolved.\nTicket \(ticket) now has the topic: “Kabel”."),
        ("uk", "Звернення \(ticket) тепер має статус: Вирішено.\nЗвернення \(ticket) тепер має тему: «Kabel»."),
      ] {
        let shown = try await app.show(number, as: person, in: language)
        #expect((shown.topic, shown.text) == ("Kabel", text))
        #expect(try await app.list(as: person, in: language).map(\.text) == [text])
        #expect(try await app.list("due=true", as: person, in: language).map(\.text) == [text])
        #expect(try await app.get("/history", as: person, in: language).history.items.map(\.preview) == [text])
      }
    }
  }

  @Test("what stayed as it was is not mentioned")
  func parts() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let status = try await app.tell(
        app.fact(.ticketChanged, by: app.samples.agent, on: ticket, status: .waiting, from: .new))
      let topic = try await app.tell(
        app.fact(.ticketChanged, by: app.samples.agent, on: ticket, topic: "Kabel", was: "Drukarka"))

      #expect(
        try await app.show(status, as: person).text == "Zgłoszenie \(ticket) ma teraz status: Czeka na odpowiedź.")
      #expect(try await app.show(topic, as: person).text == "Zgłoszenie \(ticket) ma teraz temat: „Kabel”.")
    }
  }

  @Test("every status has its own words in every language")
  func statuses() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      for status in TicketStatus.allCases {
        try await app.take(
          app.fact(
            .ticketChanged, by: app.samples.agent, on: ticket, status: status, from: status == .new ? .closed : .new))
      }
      for (language, closed) in [("pl", "Zamknięte."), ("en", "Closed."), ("uk", "Закрито.")] {
        let texts = try await app.list(as: person, in: language).map(\.text)
        #expect(Set(texts).count == TicketStatus.allCases.count)
        #expect(texts.first?.hasSuffix(closed) == true)
      }
    }
  }
}
