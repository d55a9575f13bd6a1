import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@Suite("The conversation of a ticket")
struct ConversationTests {
  @Test("messages stand oldest first, each with its author and side")
  func order() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception, message: "Pierwsza").number
      let answer = try await tickets.post(
        "/tickets/\(number)/messages", as: samples.agent, json: ["text": "Druga\r\n…"])
      try await tickets.reply(to: number, as: samples.owner, text: "Trzecia")

      let messages = try #require(try await tickets.show(number, as: samples.reception).messages)

      #expect(answer.summary == "201" && answer.headers[.location] == "/v1/tickets/\(number)")
      #expect(messages.map(\.text) == ["Pierwsza", "Druga\n…", "Trzecia"])
      #expect(messages.map(\.author.name) == [samples.reception, samples.agent, samples.owner].map(\.name))
      #expect(messages.map(\.author.side) == [.user, .support, .user])
      #expect(try answer.message == messages[1])
      #expect(messages.map(\.createdAt) == messages.map(\.createdAt).sorted())
    }
  }

  @Test("an answer that does not fit is refused by name, and changes nothing")
  func refusals() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      let before = try await tickets.show(number, as: samples.reception)
      for (draft, expected) in [
        ([:], "422 invalid text"), (["text": " \n"], "422 invalid text"), (["text": "a\0b"], "422 invalid text"),
        (["text": String(repeating: "x", count: 20_001)], "422 invalid text"), (["text": 1], "422 invalid text"),
        (["message": "x"], "422 invalid message"), (["text": "x", "internal": "yes"], "422 invalid internal"),
        (["text": "x", "attachment_id": UUID().text], "404 not_found"),
        (["text": "x", "attachment_id": "x"], "422 invalid attachment_id"),
      ] as [(Fields, String)] {
        let answer = try await tickets.post("/tickets/\(number)/messages", as: samples.reception, json: draft)
        #expect(answer.summary == expected, "\(draft.keys.sorted())")
      }

      #expect(try await tickets.show(number, as: samples.reception) == before)
    }
  }

  @Test("a ticket that is not there cannot be read, answered or closed")
  func missing() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      for number in ["100001", "0", "-1", "abc", "1e5"] {
        for answer in [
          try await tickets.get("/tickets/\(number)", as: person),
          try await tickets.post("/tickets/\(number)/messages", as: person, json: ["text": "x"]),
          try await tickets.send(.put, "/tickets/\(number)/closure", as: person),
          try await tickets.send(.delete, "/tickets/\(number)/closure", as: person),
        ] {
          #expect(answer.summary == "404 not_found", "\(number)")
        }
      }
    }
  }

  @Test("a user's message brings a waiting or solved ticket back to work")
  func userMoves() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      for (before, after) in [
        (.new, .new), (.inProgress, .inProgress), (.waiting, .inProgress), (.resolved, .inProgress),
      ] as [(TicketStatus, TicketStatus)] {
        let number = try await tickets.open(as: samples.reception).number
        try await tickets.change(number, as: samples.agent, ["status": before.rawValue])

        try await tickets.reply(to: number, as: samples.owner)

        let ticket = try await tickets.show(number, as: samples.reception)
        #expect(ticket.status == after && ticket.firstAnsweredAt == nil, "\(before)")
      }
    }
  }

  @Test("support's answer takes a new ticket into work and moves no other")
  func supportMoves() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      for (before, after) in [
        (.new, .inProgress), (.inProgress, .inProgress), (.waiting, .waiting), (.resolved, .resolved),
      ] as [(TicketStatus, TicketStatus)] {
        let number = try await tickets.open(as: samples.reception).number
        try await tickets.change(number, as: samples.agent, ["status": before.rawValue])

        try await tickets.reply(to: number, as: samples.agent)

        #expect(try await tickets.show(number, as: samples.reception).status == after, "\(before)")
      }
    }
  }

  @Test("the first answer's time is set once")
  func firstAnswer() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.reply(to: number, as: samples.agent, text: "Notatka", internal: true)
      #expect(try await tickets.show(number, as: samples.agent).firstAnsweredAt == nil)

      let answer = try await tickets.reply(to: number, as: samples.agent)
      let first = try #require(try await tickets.show(number, as: samples.reception).firstAnsweredAt)
      try await tickets.reply(to: number, as: samples.secondAgent)

      #expect(first >= answer.createdAt)
      #expect(try await tickets.show(number, as: samples.reception).firstAnsweredAt == first)
    }
  }

  @Test("deadlines and the assignee are for support's eyes")
  func support() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.change(number, as: samples.agent, ["assignee_id": samples.secondAgent.userId.text])
      try await tickets.owner.run(
        "UPDATE ticket SET answer_due_at = '2026-07-01 10:00Z', solution_due_at = '2026-07-02 10:00Z'")

      for shown in [
        try await tickets.show(number, as: samples.reception), try await tickets.listed(number, as: samples.owner),
      ] {
        #expect(shown.assignee == nil && shown.answerDueAt == nil && shown.solutionDueAt == nil)
      }
      for shown in [
        try await tickets.show(number, as: samples.agent), try await tickets.listed(number, as: samples.admin),
      ] {
        #expect(shown.assignee == Person(id: samples.secondAgent.userId, name: samples.secondAgent.name))
        #expect(shown.answerDueAt == Date(timeIntervalSince1970: 1_782_900_000))
        #expect(shown.solutionDueAt == Date(timeIntervalSince1970: 1_782_986_400))
      }
    }
  }

  @Test("parallel answers all stand, each with its event")
  func parallel() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number

      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<10 {
          let person = index.isMultiple(of: 2) ? samples.reception : samples.agent
          group.addTask { try await tickets.reply(to: number, as: person, text: "Odpowiedź \(index)") }
        }
        try await group.waitForAll()
      }

      let messages = try #require(try await tickets.show(number, as: samples.reception).messages)
      #expect(Set(messages.dropFirst().map(\.text)) == Set((0..<10).map { "Odpowiedź \($0)" }))
      #expect(try await tickets.events().count { $0.kind == .ticketAnswered } == 10)
    }
  }
}

@Suite("Closing and reopening")
struct ClosureTests {
  @Test("a closed ticket takes no answer until it is reopened")
  func closed() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.close(number, as: samples.reception)
      for person in [samples.reception, samples.owner, samples.agent] {
        let answer = try await tickets.post("/tickets/\(number)/messages", as: person, json: ["text": "x"])
        #expect(answer.summary == "409 ticket_closed")
      }
      #expect(try await tickets.show(number, as: samples.reception).status == .closed)

      try await tickets.reopen(number, as: samples.owner)
      try await tickets.reply(to: number, as: samples.reception)

      let ticket = try await tickets.show(number, as: samples.reception)
      #expect(ticket.status == .inProgress && ticket.messageCount == 2)
    }
  }

  @Test("support closes and reopens too, and may note something on a closed ticket")
  func support() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.close(number, as: samples.agent)

      try await tickets.reply(to: number, as: samples.agent, text: "Zadzwonili jeszcze raz", internal: true)

      #expect(try await tickets.show(number, as: samples.agent).status == .closed)
      try await tickets.reopen(number, as: samples.secondAgent)
      #expect(try await tickets.show(number, as: samples.reception).status == .inProgress)
    }
  }

  @Test("closing what is closed and reopening what is open change nothing")
  func repeated() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let number = try await tickets.open(as: person).number
      try await tickets.reopen(number, as: person)
      #expect(try await tickets.show(number, as: person).status == .new)
      try await tickets.close(number, as: person)
      let before = try await tickets.show(number, as: person)

      try await tickets.close(number, as: person)

      #expect(try await tickets.show(number, as: person) == before)
      #expect(try await tickets.events().map(\.kind) == [.ticketOpened, .ticketChanged])
    }
  }
}
