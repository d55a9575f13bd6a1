import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Reading a ticket")
struct ReadingFactTests {
  @Test("reads what was told of it before, and not what was told later, in whatever order the facts arrive")
  func before() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let (ticket, other) = (try await app.ticket(of: samples.reception), try await app.ticket(of: samples.reception))
      let start = Date()
      func answer(on ticket: Int, after seconds: Double) async throws -> Int {
        try await app.tell(
          app.fact(.ticketAnswered, by: samples.agent, on: ticket, at: start + seconds, text: "Po \(seconds) s"))
      }
      let first = try await answer(on: ticket, after: 1)
      let later = try await answer(on: ticket, after: 3)
      let elsewhere = try await answer(on: other, after: 1)

      try await app.take(app.fact(.ticketRead, by: samples.reception, on: ticket, at: start + 2))

      #expect(try await app.due(as: samples.reception) == [elsewhere, later])
      #expect(try await app.show(first, as: samples.reception).status == .read)
      let latest = try await answer(on: ticket, after: 4)
      #expect(try await app.due(as: samples.reception) == [latest, elsewhere, later])
    }
  }

  @Test("reads what support had sent about it until then")
  func sent() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let about = try await app.send(to: .user(person), about: ticket)
      let shared = try await app.send(to: .account(app.samples.baltyk), about: ticket)
      let sent = try await app.show(about, as: person).createdAt

      try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: sent - 1))
      #expect(try await app.due(as: person) == [shared, about])

      try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: sent + 60))
      #expect(try await app.due(as: person) == [])
      #expect(try await app.due(as: app.samples.owner) == [shared])
    }
  }

  @Test("is one person's own: colleagues have still to read what everyone was told, and nobody reads for another")
  func others() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      let personal = try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "Pierwsza"))
      try await app.set(samples.baltyk, audience: .account)
      let shared = try await app.tell(app.fact(.ticketAnswered, by: samples.agent, on: ticket, text: "Druga"))

      for person in [samples.owner, samples.agent] {
        try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: Date() + 60))
      }

      #expect(try await app.due(as: samples.reception) == [shared, personal])
      #expect(try await app.due(as: samples.owner) == [])
      #expect(try await app.receipts(of: personal).map(\.user.id) == [samples.reception.userId])
      #expect(try await app.receipts(of: shared).map(\.user.id) == [samples.owner.userId])
    }
  }

  @Test("leaves no receipt of what its reader did not receive")
  func excluded() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.set(samples.baltyk, audience: .account)
      let ticket = try await app.ticket(of: samples.reception)
      let number = try await app.tell(
        app.fact(.ticketChanged, by: samples.owner, on: ticket, status: .closed, from: .inProgress))
      let newcomer = try await app.newcomer(to: samples.baltyk)

      for person in [samples.owner, newcomer, samples.reception] {
        try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: Date() + 60))
      }

      #expect(try await app.receipts(of: number).map(\.user.id) == [samples.reception.userId])
    }
  }

  @Test("ends a reminder that was set before; one that was set since stays")
  func reminders() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let number = try await app.tell(
        app.fact(.ticketAnswered, by: app.samples.agent, on: ticket, at: Date() - 60, text: "Już działa"))
      let reminder = try await app.postpone(number, as: person)

      try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: Date() - 30))
      #expect(try await app.show(number, as: person) == reminder)

      try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: Date() + 30))
      let read = try await app.show(number, as: person)
      #expect((read.status, read.remindAt) == (.read, nil))
    }
  }

  @Test("leaves a deleted one deleted; undone, it has been read")
  func deleted() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let number = try await app.tell(app.fact(.ticketAnswered, by: app.samples.agent, on: ticket, text: "Już działa"))
      try await app.delete(number, as: person)

      try await app.take(app.fact(.ticketRead, by: person, on: ticket, at: Date() + 60))

      #expect(try await app.show(number, as: person).status == .deleted)
      #expect(try await app.restore(number, as: person).status == .read)
    }
  }

  @Test("told twice, it is once: the receipt keeps its instant")
  func twice() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let number = try await app.tell(app.fact(.ticketAnswered, by: app.samples.agent, on: ticket, text: "Już działa"))
      let fact = app.fact(.ticketRead, by: person, on: ticket, at: Date() + 60)
      try await app.take(fact)
      let receipts = try await app.receipts(of: number)

      try await app.take(fact)

      #expect(try await app.receipts(of: number) == receipts)
      #expect(receipts.map(\.status) == [.read])
    }
  }
}

@Suite("A ticket that answers a notification")
struct AnsweringFactTests {
  @Test("reads it and is linked to it, for the one who answered alone")
  func answer() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let number = try await app.send(to: .account(samples.baltyk))
      let ticket = try await app.ticket(of: samples.reception, answering: number)

      try await app.take(
        app.fact(.ticketOpened, by: samples.reception, on: ticket, status: .new, text: "Dobrze", answering: number))

      let shown = try await app.show(number, as: samples.reception)
      #expect((shown.status, shown.ticketNumber) == (.read, ticket))
      #expect(try await app.list(as: samples.reception).map(\.ticketNumber) == [ticket])
      #expect(try await app.history(as: samples.reception).map(\.ticketNumber) == [ticket])
      let colleague = try await app.show(number, as: samples.owner)
      #expect((colleague.status, colleague.ticketNumber) == (.unread, nil))
      #expect(try await app.count("SELECT count(*) FROM notification") == 1)

      let second = try await app.ticket(of: samples.reception, answering: number)
      #expect(try await app.show(number, as: samples.reception).ticketNumber == second)
    }
  }

  @Test("stands behind the ticket that the notification is about")
  func about() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let ticket = try await app.ticket(of: person)
      let number = try await app.send(to: .user(person), about: ticket)
      _ = try await app.ticket(of: person, answering: number)

      #expect(try await app.show(number, as: person).ticketNumber == ticket)
      #expect(try await app.list(as: person).map(\.ticketNumber) == [ticket])
    }
  }
}
