import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The desk's list of tickets")
struct SupportListTests {
  @Test("support sees all accounts, users do not know support's filters")
  func audience() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let one = try await tickets.open(as: samples.reception).number
      let other = try await tickets.open(as: samples.tatryReception).number

      #expect(try await tickets.numbers(as: samples.agent) == [other, one])
      #expect(try await tickets.numbers(as: samples.admin) == [other, one])
      for filter in ["account_id=\(samples.baltyk.id.text)", "assignee=none", "importance=high", "q=druk", "sort=due"] {
        let answer = try await tickets.get("/tickets?\(filter)", as: samples.owner)
        #expect(answer.summary == "422 invalid \(filter.prefix { $0 != "=" })")
      }
    }
  }

  @Test("it is filtered by account, importance and assignee")
  func filters() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let (agent, second) = (samples.agent, samples.secondAgent)
      let mine = try await tickets.open(as: samples.reception, importance: "critical").number
      let hers = try await tickets.open(as: samples.reception).number
      let nobodys = try await tickets.open(as: samples.tatryReception).number
      try await tickets.change(mine, as: agent, ["assignee_id": agent.userId.text])
      try await tickets.change(hers, as: agent, ["assignee_id": second.userId.text])
      func numbers(_ query: String) async throws -> Set<Int> { Set(try await tickets.numbers(query, as: agent)) }

      #expect(try await numbers("account_id=\(samples.baltyk.id.text)") == [mine, hers])
      #expect(try await numbers("account_id=\(samples.baltyk.id.uuidString)") == [mine, hers])
      #expect(try await numbers("account_id=\(UUID().text)") == [])
      #expect(try await numbers("importance=critical") == [mine])
      #expect(try await numbers("assignee=me") == [mine])
      #expect(try await numbers("assignee=none") == [nobodys])
      #expect(try await numbers("assignee=\(second.userId.text)") == [hers])
      #expect(try await numbers("assignee=me&importance=normal") == [])
      #expect(try await numbers("account_id=\(samples.baltyk.id.text)&assignee=none") == [])
    }
  }

  @Test("a filter that is none is refused by name")
  func refusals() async throws {
    try await withTickets { tickets async throws in
      for (query, expected) in [
        ("account_id=7", "422 invalid account_id"), ("assignee=somebody", "422 invalid assignee"),
        ("importance=urgent", "422 invalid importance"), ("sort=newest", "422 invalid sort"),
        ("q=\(String(repeating: "x", count: 201))", "422 invalid q"), ("q=%00", "422 invalid q"),
        ("sort=due&cursor=x", "422 invalid_cursor"),
      ] {
        #expect(try await tickets.get("/tickets?\(query)", as: tickets.samples.agent).summary == expected, "\(query)")
      }
    }
  }

  @Test("words are found in topics and messages, in any case and with Polish letters")
  func words() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let towel = try await tickets.open(as: samples.reception, topic: "Ręczniki", message: "Brak w łazience").number
      let key = try await tickets.open(as: samples.tatryReception, topic: "Klucz", message: "Zgubiony 100001").number
      try await tickets.reply(to: key, as: samples.agent, text: "Gość z pokoju 12 ma ŁÓŻKO", internal: true)
      func find(_ words: String) async throws -> [Int] {
        let words = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return try await tickets.numbers("q=\(words)", as: samples.agent)
      }

      #expect(try await find("ręcznik") == [towel])
      #expect(try await find("RĘCZNIKI") == [towel])
      #expect(try await find("w łazien") == [towel])
      #expect(try await find("łóżko") == [key])
      #expect(try await find("ręcznik łazienka") == [])
      #expect(try await find("ó") == [key])
      #expect(Set(try await find("\(towel)")) == [towel, key])
      #expect(try await find("\(key)") == [key])
      #expect(try await tickets.numbers("q=klucz&status=closed", as: samples.agent) == [])
    }
  }

  @Test("signs that mean something in SQL are looked for as they stand")
  func literal() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let plain = try await tickets.open(as: samples.reception, topic: "Rabat", message: "1000 i abcd").number
      let signs = try await tickets.open(as: samples.reception, topic: "10% rabatu", message: #"a_c\d 'x' "y""#).number
      func find(_ words: String) async throws -> [Int] {
        let words = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return try await tickets.numbers("q=\(words)", as: samples.agent)
      }

      #expect(try await find("%") == [signs])
      #expect(try await find("10%") == [signs])
      #expect(try await find("a_c") == [signs])
      #expect(try await find("\\d") == [signs])
      #expect(try await find("'x' \"") == [signs])
      #expect(try await find("rabat") == [signs, plain])
      #expect(try await find("'; DROP TABLE ticket; --") == [])
    }
  }

  @Test("by due time the earliest deadline stands first and tickets without one last, page by page")
  func due() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      var numbers: [Int] = []
      for _ in 0..<6 { numbers.append(try await tickets.open(as: person).number) }
      for (number, answer, solution) in [
        (numbers[0], nil, "2026-07-03 10:00Z"), (numbers[1], "2026-07-02 10:00Z", "2026-07-05 10:00Z"),
        (numbers[3], "2026-07-01 10:00Z", nil), (numbers[4], "2026-07-02 10:00Z", nil),
      ] as [(Int, String?, String?)] {
        try await tickets.owner.run(
          "UPDATE ticket SET answer_due_at = \(answer), solution_due_at = \(solution) WHERE number = \(number)")
      }
      let expected = [numbers[3], numbers[1], numbers[4], numbers[0], numbers[2], numbers[5]]

      #expect(try await tickets.numbers("sort=due", as: tickets.samples.agent) == expected)
      for limit in 1...4 {
        let walked = try await tickets.walk("/tickets?sort=due&limit=\(limit)", as: tickets.samples.agent)
        #expect(walked == expected, "pages of \(limit)")
      }
    }
  }
}
