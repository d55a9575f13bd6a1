import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Walking a list page by page")
struct PagingTests {
  @Test("every ticket is seen once, in order, whatever the page's size", arguments: ["/tickets", "/history"])
  func complete(path: String) async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      for index in 0..<12 {
        let number = try await tickets.open(as: person).number
        // Three tickets share each instant, so that the number decides.
        try await tickets.setUpdated(number, at: "2026-07-01 12:00:00.00\(index / 3)Z")
      }
      let expected = try await tickets.walk("\(path)?limit=100", as: person)
      try #require(expected.count == 12)

      for limit in 1...13 {
        #expect(try await tickets.walk("\(path)?limit=\(limit)", as: person) == expected, "pages of \(limit)")
      }
    }
  }

  @Test(
    "a ticket that stays put is never skipped or repeated while others move", arguments: 1...4 as ClosedRange<UInt64>)
  func moving(seed: UInt64) async throws {
    try await withTickets { tickets in
      var random = Seeded(seed)
      let person = tickets.samples.reception
      var numbers: [Int] = []
      for _ in 0..<16 { numbers.append(try await tickets.open(as: person).number) }
      try await tickets.owner.run("UPDATE ticket SET updated_at = date_trunc('second', updated_at)")
      let movers = Array(numbers.shuffled(using: &random).prefix(8))
      let still = Set(numbers).subtracting(movers)

      for path in ["/tickets", "/history"] {
        let size = Int.random(in: 1...4, using: &random)
        let choices = (0..<40).map { _ in movers[Int.random(in: 0..<movers.count, using: &random)] }
        let steps = Steps(choices)
        let walked = try await tickets.walk("\(path)?limit=\(size)", as: person) {
          for number in await steps.next(2) { try await tickets.reply(to: number, as: person) }
        }
        let seen = walked.filter(still.contains)
        #expect(seen.count == Set(seen).count, "\(path), pages of \(size): repeated")
        #expect(Set(seen) == still, "\(path), pages of \(size): skipped")
      }
    }
  }

  @Test("a filter holds on every page")
  func filtered() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      var rare: [Int] = []
      for index in 0..<9 {
        let number = try await tickets.open(as: person, topic: index.isMultiple(of: 3) ? "Klucz" : "Drukarka").number
        if index.isMultiple(of: 3) { rare.insert(number, at: 0) }
      }

      #expect(try await tickets.walk("/tickets?topic=Klucz&limit=1", as: person) == rare)
      #expect(try await tickets.walk("/history?topic=Klucz&limit=2", as: person) == rare)
    }
  }

  @Test("a cursor says nothing about whose list it was")
  func foreignCursor() async throws {
    try await withTickets { tickets in
      for _ in 0..<3 { try await tickets.open(as: tickets.samples.reception) }
      let cursor = try #require(try await tickets.list("limit=1", as: tickets.samples.reception).nextCursor)

      #expect(try await tickets.numbers("cursor=\(cursor)", as: tickets.samples.tatryOwner) == [])
    }
  }
}

extension TicketsApp {
  /// The numbers of all pages, one after another; `between` happens after each page but the last.
  func walk(
    _ path: String, as person: Principal, between: () async throws -> Void = {}
  ) async throws -> [Int] {
    var numbers: [Int] = []
    var cursor: String?
    for _ in 0..<200 {
      let answer = try await get(path + (cursor.map { "&cursor=\($0)" } ?? ""), as: person)
      try #require(answer.summary == "200")
      let page = try answer.decoded(as: Page<Numbered>.self)
      numbers += page.items.map(\.number)
      guard let next = page.nextCursor else { return numbers }
      cursor = next
      try await between()
    }
    Issue.record("the list has no end")
    return numbers
  }

  private struct Numbered: Codable, Sendable {
    let number: Int
  }
}

/// Hands out what was chosen before, in its order.
private actor Steps {
  private var rest: ArraySlice<Int>

  init(_ all: [Int]) { rest = all[...] }

  func next(_ count: Int) -> [Int] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}
