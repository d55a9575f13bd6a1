import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@Suite("An account that keeps histories apart")
struct OwnScopeTests {
  @Test("a member sees only their own tickets, on every route")
  func member() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let member = samples.reception.with(scope: .own)
      let mine = try await tickets.open(as: member, topic: "Moje").number
      let file = try await tickets.attach(as: samples.owner)
      let bosses = try await tickets.open(as: samples.owner, topic: "Szefa", attachment: file.id).number
      let desks = try await tickets.open(as: samples.agent, topic: "Biura", for: samples.baltyk).number

      #expect(try await tickets.numbers(as: member) == [mine])
      #expect(try await tickets.history(as: member).items.map(\.number) == [mine])
      #expect(try await tickets.get("/topics", as: member).object["in_use"] as? [String] == ["Moje"])
      for number in [bosses, desks] {
        #expect(try await tickets.get("/tickets/\(number)", as: member).summary == "404 not_found")
        let reply = try await tickets.post("/tickets/\(number)/messages", as: member, json: ["text": "x"])
        #expect(reply.summary == "404 not_found")
        #expect(try await tickets.send(.put, "/tickets/\(number)/closure", as: member).summary == "404 not_found")
        #expect(try await tickets.send(.delete, "/tickets/\(number)/closure", as: member).summary == "404 not_found")
      }
      #expect(try await tickets.get("/attachments/\(file.id.text)", as: member).summary == "404 not_found")
      #expect(try await tickets.numbers("topic=Szefa", as: member) == [])
    }
  }

  @Test("their own tickets are theirs whole: answers, files, closing")
  func own() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let member = samples.reception.with(scope: .own)
      let number = try await tickets.open(as: member).number
      let file = try await tickets.attach(as: samples.agent)
      try await tickets.reply(to: number, as: samples.agent, attachment: file.id)

      #expect(try await tickets.show(number, as: member).messageCount == 2)
      #expect(try await tickets.get("/attachments/\(file.id.text)", as: member).body == SampleFile.png)
      try await tickets.reply(to: number, as: member)
      try await tickets.close(number, as: member)
    }
  }

  @Test("a manager sees all of the account and nothing of another")
  func manager() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let manager = samples.owner.with(scope: .own)
      let number = try await tickets.open(as: samples.reception).number
      try await tickets.open(as: samples.tatryReception)

      #expect(try await tickets.numbers(as: manager) == [number])
      #expect(try await tickets.show(number, as: manager).number == number)
      try await tickets.reply(to: number, as: manager)
    }
  }

  @Test("elsewhere members see all of their account's tickets")
  func account() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let number = try await tickets.open(as: samples.owner).number

      #expect(try await tickets.numbers(as: samples.reception) == [number])
      try await tickets.reply(to: number, as: samples.reception)
    }
  }
}

extension Principal {
  fileprivate func with(scope: HistoryScope) -> Principal {
    Principal(userId: userId, name: name, role: role, locale: locale, accountId: accountId, historyScope: scope)
  }
}
