import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@Suite("An internal note")
struct InternalNoteTests {
  @Test("a user cannot write one, nor is it stored as an answer")
  func users() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      for person in [samples.reception, samples.owner] {
        let answer = try await tickets.post(
          "/tickets/\(number)/messages", as: person, json: ["text": "Notatka", "internal": true])
        #expect(answer.summary == "403 forbidden")
      }
      #expect(try await tickets.show(number, as: samples.agent).messageCount == 1)
    }
  }

  @Test("support sees it in its place, marked as internal")
  func support() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let note = try await tickets.reply(to: number, as: samples.agent, text: "Notatka", internal: true)
      try await tickets.reply(to: number, as: samples.agent, text: "Odpowiedź", internal: false)

      let ticket = try await tickets.show(number, as: samples.secondAgent)

      #expect(note.internal)
      #expect(ticket.messages?.map(\.text) == ["Drukarka w recepcji nie działa", "Notatka", "Odpowiedź"])
      #expect(ticket.messages?.map(\.internal) == [false, true, false])
      #expect(ticket.messageCount == 3)
    }
  }

  @Test("for users nothing has happened: not in the ticket, the list, the History or the order")
  func invisible() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception, message: "Pytanie").number
      let newer = try await tickets.open(as: samples.owner).number
      _ = try await tickets.show(number, as: samples.reception)
      let before = try await tickets.get("/tickets/\(number)", as: samples.reception)
      let history = try await tickets.history(as: samples.reception)
      let list = try await tickets.list(as: samples.reception)

      let note = try await tickets.reply(to: number, as: samples.agent, text: "Tajna notatka", internal: true)

      let after = try await tickets.get("/tickets/\(number)", as: samples.reception)
      #expect(try after.ticket == before.ticket)
      #expect(after.distinctiveHeaders == before.distinctiveHeaders)
      #expect(!String(decoding: after.body, as: UTF8.self).contains(note.id.text))
      #expect(try after.ticket.messageCount == 1)
      #expect(try await !tickets.listed(number, as: samples.reception).unread)
      #expect(try await tickets.list(as: samples.reception).items == list.items)
      #expect(try await tickets.numbers(as: samples.reception) == [newer, number])
      #expect(try await tickets.history(as: samples.reception).items == history.items)
      #expect(try await tickets.history(as: samples.reception).items.map(\.preview).contains("Pytanie"))
      #expect(try await tickets.listed(number, as: samples.agent).messageCount == 2)
    }
  }

  @Test("nobody outside is told of it")
  func silent() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number

      try await tickets.reply(to: number, as: samples.agent, text: "Notatka", internal: true)

      #expect(try await tickets.events().map(\.kind) == [.ticketOpened])
      #expect(try await tickets.show(number, as: samples.reception).status == .new)
    }
  }

  @Test("its file is invisible for users, and support reads it")
  func file() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let file = try await tickets.attach(as: samples.agent)
      try await tickets.reply(to: number, as: samples.agent, text: "Notatka", internal: true, attachment: file.id)

      for person in [samples.reception, samples.owner, samples.tatryReception] {
        #expect(try await tickets.get("/attachments/\(file.id.text)", as: person).summary == "404 not_found")
        #expect(try await tickets.send(.head, "/attachments/\(file.id.text)", as: person).status == 404)
      }
      #expect(try await tickets.get("/attachments/\(file.id.text)", as: samples.secondAgent).body == SampleFile.png)
      #expect(try await tickets.show(number, as: samples.agent).messages?.last?.attachment == file)
    }
  }
}

@Suite("What is unread")
struct UnreadTests {
  @Test("a ticket is unread until its reader has opened it, for each person apart")
  func persons() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      func unread(_ person: Principal) async throws -> Bool { try await tickets.listed(number, as: person).unread }

      #expect(try await !unread(samples.reception))
      #expect(try await unread(samples.owner))
      #expect(try await unread(samples.agent))

      try await tickets.reply(to: number, as: samples.agent)
      #expect(try await unread(samples.reception))

      #expect(try await tickets.show(number, as: samples.reception).unread)
      #expect(try await !tickets.show(number, as: samples.reception).unread)
      #expect(try await !unread(samples.reception))
      #expect(try await unread(samples.owner))
      #expect(try await !tickets.history(as: samples.reception).items[0].unread)
      #expect(try await tickets.history(as: samples.owner).items[0].unread)

      try await tickets.reply(to: number, as: samples.owner)
      #expect(try await unread(samples.reception))
      #expect(try await unread(samples.agent))
    }
  }

  @Test("reading a list or the History marks nothing as read")
  func lists() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      for _ in 0..<2 {
        #expect(try await tickets.listed(number, as: samples.owner).unread)
        #expect(try await tickets.history(as: samples.owner).items[0].unread)
      }
    }
  }

  @Test("one's own message is not news")
  func own() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.reply(to: number, as: samples.reception)
      #expect(try await !tickets.listed(number, as: samples.reception).unread)
    }
  }
}
