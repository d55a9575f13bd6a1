import Domain
import Foundation
import Testing

@Suite("The rules of a ticket")
struct TicketTests {
  @Test("a message moves the status as the desk works")
  func afterMessage() {
    let table: [(TicketStatus, user: TicketStatus, support: TicketStatus)] = [
      (.new, user: .new, support: .inProgress),
      (.inProgress, user: .inProgress, support: .inProgress),
      (.waiting, user: .inProgress, support: .waiting),
      (.resolved, user: .inProgress, support: .resolved),
      (.closed, user: .closed, support: .closed),
    ]
    #expect(table.map(\.0) == TicketStatus.allCases)
    for (status, user, support) in table {
      #expect(status.afterMessage(from: .user) == user, "\(status)")
      #expect(status.afterMessage(from: .support) == support, "\(status)")
    }
  }

  @Test("statuses, importances and roles have the names of the contract")
  func names() {
    #expect(TicketStatus.allCases.map(\.rawValue) == ["new", "in_progress", "waiting", "resolved", "closed"])
    #expect(Importance.allCases.map(\.rawValue) == ["low", "normal", "high", "critical"])
    #expect(Role.allCases.map(\.rawValue) == ["member", "manager", "agent", "admin"])
  }

  @Test("agents and admins are support, and only a member can be kept to their own tickets")
  func roles() {
    for role in Role.allCases {
      for scope in [HistoryScope.account, .own] {
        let person = Principal(userId: UUID(), name: "x", role: role, accountId: nil, historyScope: scope)
        #expect(person.isSupport == [.agent, .admin].contains(role))
        #expect(person.seesOnlyOwn == (role == .member && scope == .own))
      }
    }
  }
}

@Suite("A UUID of version 7")
struct UUIDTests {
  @Test("it has its version, its variant and the milliseconds of its instant")
  func format() {
    for milliseconds in [0, 1, 1_782_864_000_123, 281_474_976_710_655] {
      let id = UUID.v7(at: Date(timeIntervalSince1970: Double(milliseconds) / 1000)).text
      #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
      #expect(UInt64(id.prefix(13).replacing("-", with: ""), radix: 16) == UInt64(milliseconds))
    }
    #expect(UUID.v7(at: .distantPast).text.hasPrefix("00000000-0000-7"))
  }

  @Test("ids of later instants sort behind, and no two are alike")
  func order() {
    let start = Date(timeIntervalSince1970: 1_782_864_000)
    let ids = (0..<200).map { UUID.v7(at: start.addingTimeInterval((Double($0) + 0.5) / 1000)).text }
    #expect(ids == ids.sorted())
    #expect(Set((0..<1_000).map { _ in UUID.v7(at: start) }).count == 1_000)
  }
}

@Suite("Lists and their pages")
struct PageTests {
  private func cursor(_ number: Int) -> Cursor { Cursor(milliseconds: number * 10, number: number) }

  @Test("the surplus row only tells that there is more")
  func more() {
    let page = Page([1, 2, 3], limit: 2, cursor: cursor)
    #expect(page.items == [1, 2] && page.nextCursor == cursor(2).text)
  }

  @Test("the last page has no cursor", arguments: [[], [1], [1, 2]])
  func last(rows: [Int]) {
    let page = Page(rows, limit: 2, cursor: cursor)
    #expect(page.items == rows && page.nextCursor == nil)
  }

  @Test("the end of the list is written as null")
  func null() throws {
    let json = String(decoding: try JSONEncoder().encode(Page(items: [1], nextCursor: nil)), as: UTF8.self)
    #expect(json.contains(#""nextCursor":null"#))
    #expect(try JSONDecoder().decode(Page<Int>.self, from: Data(#"{"items":[]}"#.utf8)).nextCursor == nil)
  }
}

@Suite("An optional that is written out")
struct ExplicitNullTests {
  private struct Sample: Codable, Equatable {
    @ExplicitNull var name: String?
    @ExplicitNull var when: Date?
  }

  @Test("nothing is written as null, and read back from null or a missing key")
  func nothing() throws {
    let nothing = Sample(name: nil, when: nil)
    let json = try JSONEncoder().encode(nothing)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(object["name"] is NSNull && object["when"] is NSNull)
    for text in [String(decoding: json, as: UTF8.self), "{}", #"{"name": null}"#] {
      #expect(try JSONDecoder().decode(Sample.self, from: Data(text.utf8)) == nothing)
    }
  }

  @Test("a value comes back as it was")
  func value() throws {
    let sample = Sample(name: "Ola", when: Date(timeIntervalSinceReferenceDate: 7))
    #expect(try JSONDecoder().decode(Sample.self, from: try JSONEncoder().encode(sample)) == sample)
  }

  @Test("a value of another type is refused")
  func type() {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Sample.self, from: Data(#"{"name": 5}"#.utf8)) }
  }
}
