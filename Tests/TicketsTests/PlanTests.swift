import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Tickets

@Suite("Among 200,000 tickets", ManyTickets())
struct PlanTests {
  @Test("an account's list of 20 reads 21 tickets through the index", arguments: [nil, "own"])
  func firstPage(scope: String?) async throws {
    let plan = try await plan(of: "/tickets", as: { scope == nil ? $0.reception : $0.reception.withOwnScope })
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.page.allSatisfy { !$0.type.contains("Sort") })
    #expect(plan.indexes.contains(scope == nil ? "ticket_account_updated" : "ticket_author_updated"))
    #expect(plan.visited("ticket") <= 21)
  }

  @Test("page 50 is as cheap as the first")
  func deepPage() async throws {
    let world = try #require(ManyTickets.current)
    let place = try #require(
      try await world.owner.query(
        """
        SELECT updated_at, number FROM ticket WHERE account_id = \(world.samples.baltyk.id)
        ORDER BY updated_at DESC, number DESC OFFSET 979 LIMIT 1
        """
      ).first
    ).values((Date, Int).self)
    let cursor = Cursor(place.0, place.1).text

    for path in ["/tickets", "/history"] {
      let plan = try await plan(of: "\(path)?cursor=\(cursor)", as: \.owner)
      #expect(plan.scanned.isDisjoint(with: Self.large), "\(path)")
      #expect(plan.page.allSatisfy { !$0.type.contains("Sort") }, "\(path)")
      #expect(plan.visited("ticket") <= 21, "\(path)")
    }
  }

  @Test("the status filter has an index of its own", arguments: ["waiting", "closed"])
  func status(status: String) async throws {
    for path in ["/tickets", "/history"] {
      let plan = try await plan(of: "\(path)?status=\(status)", as: \.reception)
      #expect(plan.scanned.isDisjoint(with: Self.large), "\(path)")
      #expect(plan.page.allSatisfy { !$0.type.contains("Sort") }, "\(path)")
      #expect(plan.visited("ticket") <= 60, "\(path)")
    }
  }

  @Test("the other filters never leave the account's own tickets", arguments: ["topic=Temat%207", "date=2026-06-20"])
  func otherFilters(query: String) async throws {
    for path in ["/tickets", "/history"] {
      let plan = try await plan(of: "\(path)?\(query)", as: \.reception)
      #expect(plan.scanned.isDisjoint(with: Self.large), "\(path)")
      #expect(plan.visited("ticket") <= 2_000, "\(path)")
    }
  }

  @Test("the History reads 21 tickets and their newest messages")
  func history() async throws {
    let plan = try await plan(of: "/history", as: \.owner)
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.page.allSatisfy { !$0.type.contains("Sort") })
    #expect(plan.visited("ticket") <= 21)
    #expect(plan.visited("message") <= 100)
  }

  @Test(
    "the desk's lists over all accounts read as many tickets as they show",
    arguments: ["", "?status=waiting", "?assignee=me", "?sort=due", "?importance=critical", "?assignee=none"])
  func desk(query: String) async throws {
    let plan = try await plan(of: "/tickets\(query)", as: \.agent)
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.page.allSatisfy { !$0.type.contains("Sort") })
    #expect(plan.visited("ticket") <= 300)
  }

  @Test("the desk's search goes through the trigram indexes", arguments: ["kardamon", "150000", "kardamon&status=new"])
  func search(words: String) async throws {
    let plan = try await plan(of: "/tickets?q=\(words)", as: \.agent)
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.visited("ticket") <= 100)
  }

  @Test("the topics in use are found by jumping from one to the next", arguments: [Role.member, .agent])
  func topics(role: Role) async throws {
    let world = try #require(ManyTickets.current)
    let person = role == .member ? world.samples.reception : world.samples.agent
    let (topics, plans) = try await explained(as: person) { db in
      try await TopicRepository(db: db, principal: person).inUse()
    }
    let plan = try #require(plans.first)
    #expect(topics.count == 60)
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.visited("ticket") <= 61)
  }

  @Test("one ticket and its conversation are found by number")
  func ticket() async throws {
    let world = try #require(ManyTickets.current)
    let person = world.samples.reception
    let number = try #require(
      try await world.owner.first(
        "SELECT min(number) FROM ticket WHERE account_id = \(world.samples.baltyk.id)", as: Int.self))
    let (_, plans) = try await explained(as: person) { db in
      _ = try await TicketRepository(db: db, principal: person).require(number)
      _ = try await TicketRepository(db: db, principal: person).lock(number)
      return try await MessageRepository(db: db, principal: person).list(of: number)
    }
    #expect(plans.count == 3)
    for plan in plans {
      #expect(plan.scanned.isDisjoint(with: Self.large))
      #expect(plan.visited("ticket") <= 1 && plan.visited("message") <= 3)
    }
  }

  /// Tables that must never be read from end to end.
  private static let large: Set = ["ticket", "message"]

  /// The plan behind a list, for the service's role and with the settings of a request.
  private func plan(of path: String, as person: (Samples) -> Principal) async throws -> Plan {
    let world = try #require(ManyTickets.current)
    let principal = person(world.samples)
    let request = Request(
      head: .init(method: .get, scheme: "http", authority: "localhost", path: path),
      body: RequestBody(buffer: ByteBuffer()))
    let query = try ListQuery(request, filters: TicketFilter.names(for: principal))
    let filter = try TicketFilter(query, zone: try #require(TimeZone(identifier: "Europe/Warsaw")))
    let (count, plans) = try await explained(as: principal) { db in
      path.hasPrefix("/history")
        ? try await HistoryRepository(db: db, principal: principal)
          .list(filter, after: query.cursor, limit: query.limit).count
        : try await TicketRepository(db: db, principal: principal)
          .list(filter, after: query.cursor, limit: query.limit).count
    }
    try #require(count > 0 && plans.count == 1, "\(path) shows nothing")
    return plans[0]
  }

  private func explained<Output>(
    as person: Principal, _ body: (any Database) async throws -> Output
  ) async throws -> (Output, [Plan]) {
    let world = try #require(ManyTickets.current)
    return try await world.pool.acting(as: person) { db in
      let explainer = Explainer(db)
      return (try await body(explainer), explainer.plans)
    }
  }
}

extension Principal {
  fileprivate var withOwnScope: Principal {
    Principal(userId: userId, name: name, role: role, accountId: accountId, historyScope: .own)
  }
}
