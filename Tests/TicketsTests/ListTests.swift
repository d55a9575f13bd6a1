import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("A list of tickets")
struct ListTests {
  @Test("the newest change stands first, a tie goes by number")
  func order() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      var opened: [Int] = []
      for _ in 0..<4 { opened.append(try await tickets.open(as: person).number) }
      try await tickets.owner.run("UPDATE ticket SET updated_at = '2026-07-01 12:00Z'")
      try await tickets.reply(to: opened[1], as: person)

      let listed = try await tickets.numbers(as: person)

      #expect(listed == [opened[1], opened[3], opened[2], opened[0]])
    }
  }

  @Test("an entry has what a ticket has, but no messages")
  func entry() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let ticket = try await tickets.open(as: person)
      try await tickets.reply(to: ticket.number, as: tickets.samples.agent)

      let answer = try await tickets.get("/tickets", as: person)

      let entry = try #require((try answer.object["items"] as? [[String: Any]])?.first)
      #expect(entry["messages"] == nil)
      let listed = try #require(try answer.tickets.items.first)
      #expect(listed.messageCount == 2 && listed.unread && listed.status == .inProgress)
      #expect(try answer.object["next_cursor"] is NSNull)
    }
  }

  @Test("it is filtered by status and by topic")
  func filters() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let printer = try await tickets.open(as: person, topic: "Drukarka & skaner").number
      let booking = try await tickets.open(as: person, topic: "Rezerwacje").number
      try await tickets.close(printer, as: person)

      #expect(try await tickets.numbers("status=closed", as: person) == [printer])
      #expect(try await tickets.numbers("status=new", as: person) == [booking])
      #expect(try await tickets.numbers("status=in_progress", as: person) == [])
      #expect(try await tickets.numbers("topic=Drukarka%20%26%20skaner", as: person) == [printer])
      #expect(try await tickets.numbers("topic=drukarka", as: person) == [])
      #expect(try await tickets.numbers("topic=Rezerwacje&status=new", as: person) == [booking])
      #expect(try await tickets.numbers("topic=Rezerwacje&status=closed", as: person) == [])
    }
  }

  @Test("a plus in a query is a space, as a browser writes it")
  func plus() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let spaced = try await tickets.open(as: person, topic: "Nowa drukarka").number
      let plus = try await tickets.open(as: person, topic: "C++").number

      #expect(try await tickets.numbers("topic=Nowa+drukarka", as: person) == [spaced])
      #expect(try await tickets.numbers("topic=C%2B%2B", as: person) == [plus])
    }
  }

  @Test("a form field that was left alone filters nothing")
  func empty() async throws {
    try await withTickets { tickets in
      let number = try await tickets.open(as: tickets.samples.reception).number
      #expect(try await tickets.numbers("status=&topic=&date=", as: tickets.samples.reception) == [number])
    }
  }

  @Test("a day is the support's day in Warsaw, also when clocks change")
  func days() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      var numbers: [Int] = []
      for _ in 0..<4 { numbers.append(try await tickets.open(as: person).number) }
      for (day, start, end) in [
        ("2026-07-01", "2026-06-30 22:00Z", "2026-07-01 22:00Z"),
        ("2026-01-15", "2026-01-14 23:00Z", "2026-01-15 23:00Z"),
        ("2026-03-29", "2026-03-28 23:00Z", "2026-03-29 22:00Z"),
        ("2026-10-25", "2026-10-24 22:00Z", "2026-10-25 23:00Z"),
      ] {
        try await tickets.owner.run(
          """
          UPDATE ticket SET updated_at = CASE number
            WHEN \(numbers[0]) THEN \(start)::timestamptz - interval '1 ms'
            WHEN \(numbers[1]) THEN \(start)::timestamptz
            WHEN \(numbers[2]) THEN \(end)::timestamptz - interval '1 ms'
            ELSE \(end)::timestamptz END
          """)

        let history = try await tickets.history("date=\(day)", as: person).items.map(\.number)
        #expect(try await tickets.numbers("date=\(day)", as: person) == [numbers[2], numbers[1]], "\(day)")
        #expect(history == [numbers[2], numbers[1]], "\(day)")
      }
    }
  }

  @Test("a day is another one where support lives elsewhere")
  func zone() async throws {
    try await withTickets(["TIME_ZONE": "America/New_York"]) { tickets in
      let person = tickets.samples.reception
      let number = try await tickets.open(as: person).number
      try await tickets.setUpdated(number, at: "2026-07-02 03:59Z")

      #expect(try await tickets.numbers("date=2026-07-01", as: person) == [number])
      #expect(try await tickets.numbers("date=2026-07-02", as: person) == [])
    }
  }

  @Test("what cannot be asked for is refused by name")
  func refusals() async throws {
    try await withTickets { tickets in
      for (query, expected) in [
        ("limit=0", "422 invalid limit"), ("limit=101", "422 invalid limit"), ("limit=-1", "422 invalid limit"),
        ("limit=ten", "422 invalid limit"), ("limit=", "422 invalid limit"), ("limit=1&limit=2", "422 invalid limit"),
        ("limit=99999999999999999999", "422 invalid limit"), ("status=open", "422 invalid status"),
        ("status=new&status=new", "422 invalid status"), ("date=2026-02-30", "422 invalid date"),
        ("date=yesterday", "422 invalid date"), ("date=2026-7-1", "422 invalid date"),
        ("topic=a%00b", "422 invalid topic"), ("topic=\(String(repeating: "x", count: 201))", "422 invalid topic"),
        ("colour=red", "422 invalid colour"), ("cursor=abc", "422 invalid_cursor"), ("cursor=", "422 invalid_cursor"),
        ("cursor=MS4xLjE%3D", "422 invalid_cursor"), ("cursor=%00", "422 invalid_cursor"),
      ] {
        for path in ["/tickets", "/history"] {
          let answer = try await tickets.get("\(path)?\(query)", as: tickets.samples.reception)
          #expect(answer.summary == expected, "\(path)?\(query)")
        }
      }
    }
  }

  @Test("a page has as many entries as were asked for, 20 unless told")
  func limit() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      for _ in 0..<21 { try await tickets.open(as: person) }

      let standard = try await tickets.list(as: person)
      let (one, all) = (try await tickets.list("limit=1", as: person), try await tickets.list("limit=100", as: person))
      let exact = try await tickets.list("limit=21", as: person)

      #expect(standard.items.count == 20 && standard.nextCursor != nil)
      #expect(one.items.count == 1 && one.nextCursor != nil)
      #expect(all.items.count == 21 && all.nextCursor == nil)
      #expect(exact.items.count == 21 && exact.nextCursor == nil)
    }
  }
}
