import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Walking notifications page by page")
struct PagingTests {
  @Test(
    "every one is seen once, in order, whatever the page's size and whatever is added meanwhile",
    arguments: 1...6 as ClosedRange<UInt64>)
  func complete(seed: UInt64) async throws {
    try await withNotifications { app in
      var random = Seeded(seed)
      let samples = app.samples
      let person = samples.reception
      for _ in 0..<Int.random(in: 20...30, using: &random) {
        let number = try await app.send(to: app.audience(&random))
        // Few instants for many, so that often the number decides, over all three audiences.
        try await app.setCreated(number, at: "2026-07-01 12:00:00.00\(Int.random(in: 0...5, using: &random))Z")
      }
      let expected = try await app.owner.all(
        """
        SELECT number FROM notification
        WHERE user_id = \(person.userId) OR user_id IS NULL AND COALESCE(account_id, \(samples.baltyk.id))
          = \(samples.baltyk.id)
        ORDER BY created_at DESC, number DESC
        """, as: Int.self)
      try #require(expected.count > 5)
      #expect(try await app.walk("/notifications?limit=100", as: person) == expected)

      var known = Set(expected)
      for limit in (1...13).shuffled(using: &random) {
        let path = Bool.random(using: &random) ? "/notifications" : "/history"
        let audiences = (0..<40).map { _ in app.audience(&random) }
        var added = audiences[...]
        let before = known
        let walked = try await app.walk("\(path)?limit=\(limit)", as: person) {
          if limit > 3, let audience = added.popFirst() { known.insert(try await app.send(to: audience)) }
        }
        #expect(walked.filter(Set(expected).contains) == expected, "\(path), pages of \(limit)")
        #expect(walked.count == Set(walked).count, "\(path), pages of \(limit): repeated")
        #expect(Set(walked).isSubset(of: before), "\(path), pages of \(limit): what came later stands before the start")
      }
    }
  }

  @Test("those that are due are paged alike, while others are read")
  func due() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let audiences = [Audience.user(person), .account(app.samples.baltyk), .everyone]
      var numbers: [Int] = []
      for index in 0..<18 { numbers.insert(try await app.send(to: audiences[index % 3]), at: 0) }
      for number in numbers where number.isMultiple(of: 3) { try await app.read(number, as: person) }
      let due = numbers.filter { !$0.isMultiple(of: 3) }

      for limit in 1...13 { #expect(try await app.walk("/notifications?due=true&limit=\(limit)", as: person) == due) }

      var readable = due.filter { $0.isMultiple(of: 2) }[...]
      let still = due.filter { !$0.isMultiple(of: 2) }
      let walked = try await app.walk("/notifications?due=true&limit=2", as: person) {
        if let number = readable.popLast() { try await app.read(number, as: person) }
      }
      #expect(walked.filter(still.contains) == still)
    }
  }

  @Test("a filter holds on every page, and a cursor says nothing about whose list it was")
  func filtered() async throws {
    try await withNotifications { app in
      let samples = app.samples
      var rare: [Int] = []
      for index in 0..<12 {
        let isRare = index.isMultiple(of: 3)
        let number = try await app.send(to: .account(samples.baltyk), topic: isRare ? "Faktura" : "Przerwa")
        if isRare { rare.insert(number, at: 0) }
      }

      #expect(try await app.walk("/history?topic=Faktura&limit=1", as: samples.reception) == rare)
      let cursor = try #require(
        try await app.get("/notifications?limit=1", as: samples.reception).notifications.nextCursor)
      #expect(try await app.numbers("cursor=\(cursor)", as: samples.tatryOwner) == [])
      for query in ["limit=0", "limit=101", "limit=x", "page=2"] {
        let answer = try await app.get("/notifications?\(query)", as: samples.reception)
        #expect(answer.summary == "422 invalid \(query.prefix { $0 != "=" })")
      }
      let broken = try await app.get("/notifications?cursor=\(cursor.dropLast())", as: samples.reception)
      #expect(broken.summary == "422 invalid_cursor")
    }
  }
}

extension NotificationsApp {
  /// Any of the people and hotels, or all.
  fileprivate func audience(_ random: inout Seeded) -> Audience {
    let all: [Audience] = [
      .user(samples.reception), .user(samples.reception), .account(samples.baltyk), .account(samples.baltyk), .everyone,
      .everyone, .user(samples.owner), .account(samples.tatry), .user(samples.tatryOwner),
    ]
    return all[Int.random(in: 0..<all.count, using: &random)]
  }

  /// The numbers of all pages, one after another; `between` happens after each page but the last.
  fileprivate func walk(
    _ path: String, as person: Principal, between: () async throws -> Void = {}
  ) async throws -> [Int] {
    var numbers: [Int] = []
    var cursor: String?
    for _ in 0..<300 {
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
