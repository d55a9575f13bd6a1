import Domain
import Foundation
import HTTPTypes
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Who receives a notification")
struct RecipientTests {
  @Test("a user's own is theirs, an account's is of its people, a general one is of all")
  func audiences() async throws {
    try await withNotifications { app async throws in
      let samples = app.samples
      let personal = try await app.send(to: .user(samples.reception))
      let shared = try await app.send(to: .account(samples.baltyk))
      let general = try await app.send(to: .everyone)

      let received = [
        (samples.reception, [general, shared, personal]), (samples.owner, [general, shared]),
        (samples.tatryReception, [general]), (samples.tatryOwner, [general]),
      ]
      for (person, numbers) in received {
        #expect(try await app.numbers(as: person) == numbers, "\(person.name)")
        #expect(try await app.due(as: person) == numbers, "\(person.name)")
        #expect(try await app.history(as: person).map(\.number) == numbers, "\(person.name)")
        for number in [personal, shared, general] {
          let answer = try await app.get("/notifications/\(number)", as: person)
          #expect(answer.summary == (numbers.contains(number) ? "200" : "404 not_found"), "\(person.name)")
        }
      }
    }
  }

  @Test("nobody receives what was sent before they came")
  func newcomers() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let old = [try await app.send(to: .account(samples.baltyk)), try await app.send(to: .everyone)]
      let person = try await app.newcomer(to: samples.baltyk)
      #expect(try await app.numbers(as: person) == [])
      #expect(try await app.due(as: person) == [])
      #expect(try await app.history(as: person) == [])
      for number in old {
        #expect(try await app.get("/notifications/\(number)", as: person).summary == "404 not_found")
      }

      let new = [
        try await app.send(to: .account(samples.baltyk)), try await app.send(to: .everyone),
        try await app.send(to: .user(person)),
      ]

      #expect(try await app.due(as: person) == new.reversed())
      #expect(try await app.due(as: samples.reception) == (old + new.prefix(2)).reversed())
    }
  }

  @Test("where members see only their own tickets, they receive nothing about the others'; managers do")
  func ownScope() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let colleague = try await app.newcomer(to: samples.baltyk)
      try await app.set(samples.baltyk, audience: .account, scope: .own)
      let ticket = try await app.ticket(of: samples.reception)

      let number = try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "Już działa"))

      for person in [samples.reception, samples.owner] {
        #expect(try await app.due(as: person) == [number])
        #expect(try await app.show(number, as: person).ticketNumber == ticket)
      }
      #expect(try await app.numbers(as: colleague) == [])
      #expect(try await app.due(as: colleague) == [])
      #expect(try await app.history(as: colleague) == [])
      #expect(try await app.get("/notifications/\(number)", as: colleague).summary == "404 not_found")
      let reading = try await app.send(.put, "/notifications/\(number)/reading", as: .principal(colleague))
      #expect(reading.summary == "404 not_found")

      try await app.set(samples.baltyk, audience: .account)
      #expect(try await app.due(as: colleague) == [number])
    }
  }

  @Test("what support sends to an account about somebody's ticket is for all of the account")
  func sentAboutTicket() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.set(samples.baltyk, scope: .own)
      let ticket = try await app.ticket(of: samples.owner)

      let number = try await app.send(to: .account(samples.baltyk), about: ticket)

      #expect(try await app.due(as: samples.reception) == [number])
    }
  }

  @Test("support receives nothing: the routes of recipients are closed to it")
  func support() async throws {
    try await withNotifications { app in
      let number = try await app.send(to: .everyone)
      for person in [app.samples.agent, app.samples.admin] {
        for path in [
          "/notifications", "/notifications?due=true", "/notifications/\(number)", "/notifications/reminders",
          "/history", "/topics",
        ] {
          #expect(try await app.get(path, as: person).summary == "403 forbidden", "\(path)")
        }
        let reminder = try await app.send(
          .put, "/notifications/\(number)/reminder", as: person, json: ["preset": "in_an_hour"])
        #expect(reminder.summary == "403 forbidden")
        for what in ["reading", "deletion"] {
          let answer = try await app.send(.put, "/notifications/\(number)/\(what)", as: .principal(person))
          #expect(answer.summary == "403 forbidden", "\(what)")
        }
        let undo = try await app.send(.delete, "/notifications/\(number)/deletion", as: .principal(person))
        #expect(undo.summary == "403 forbidden")
      }
      #expect(try await app.count("SELECT count(*) FROM receipt") == 0)
    }
  }

  @Test("its sender has the name they have now")
  func sender() async throws {
    try await withNotifications { app in
      let number = try await app.send(to: .everyone)
      try await app.owner.run("UPDATE app_user SET name = 'Anna Nowak' WHERE id = \(app.samples.agent.userId)")

      #expect(try await app.show(number, as: app.samples.tatryOwner).sender.name == "Anna Nowak")
      #expect(try await app.list(as: app.samples.tatryOwner).map(\.sender.name) == ["Anna Nowak"])
    }
  }
}
