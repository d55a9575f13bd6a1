import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Notifications

@Suite("Among 120,000 notifications", ManyNotifications())
struct PlanTests {
  @Test(
    "the first page is read in the order of indexes, no more than each audience could give", arguments: [false, true])
  func firstPage(ofManager: Bool) async throws {
    let plan = try await plan(NotificationFilter(), as: { ofManager ? $0.owner : $0.reception })
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.indexes.isSuperset(of: ["notification_user_created", "notification_account_created"]))
    // Each once to find it and once to check it; general ones are few, and sorting all of them may be cheaper.
    #expect(plan.visited("notification") <= 2 * (42 + 300))
    #expect(plan.visited("receipt") <= 42 + 300)
  }

  @Test("page 100 is as cheap as the first")
  func deepPage() async throws {
    let world = try #require(ManyNotifications.current)
    let place = try #require(
      try await world.owner.query(
        """
        SELECT created_at, number FROM notification
        WHERE user_id = \(world.samples.reception.userId) OR user_id IS NULL AND account_id = \(world.samples.baltyk.id)
        ORDER BY created_at DESC, number DESC OFFSET 1979 LIMIT 1
        """
      ).first
    ).values((Date, Int).self)

    let plan = try await plan(NotificationFilter(), after: Cursor(place.0, place.1))

    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.visited("notification") <= 2 * (42 + 300))
  }

  @Test(
    "those that are due are found among the user's own that are open, and what many share", arguments: [false, true])
  func due(ofManager: Bool) async throws {
    let plan = try await plan(NotificationFilter(dueAt: Date()), as: { ofManager ? $0.owner : $0.reception })
    #expect(!plan.scanned.contains("notification"))
    #expect(plan.indexes.contains("receipt_open"), "\(plan.indexes)")
    // 20 or 160 open ones of their own among 5,000 or 40,000, and all 3,300 that they share.
    #expect(plan.visited("notification") <= 3_300 + (ofManager ? 160 : 20))
  }

  @Test(
    "the History's filters never leave what is the reader's",
    arguments: [
      NotificationFilter(topic: "Temat 7"), NotificationFilter(status: .unread), NotificationFilter(status: .deleted),
      NotificationFilter(day: Date(timeIntervalSince1970: 1_781_900_000)..<Date(timeIntervalSince1970: 1_781_986_400)),
    ])
  func filters(filter: NotificationFilter) async throws {
    let plan = try await plan(filter, mayBeEmpty: true)
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.visited("notification") <= 2 * 8_300)
  }

  @Test("one notification is found by its number")
  func one() async throws {
    let world = try #require(ManyNotifications.current)
    let person = world.samples.reception
    let number = try #require(
      try await world.owner.first(
        "SELECT max(number) FROM notification WHERE user_id = \(person.userId)", as: Int.self))
    let (_, plans) = try await explained(as: person) { db in
      try await NotificationRepository(db: db).require(number, for: person)
    }
    let plan = try #require(plans.first)
    #expect(plan.scanned.isDisjoint(with: Self.large))
    #expect(plan.visited("notification") <= 1 && plan.visited("receipt") <= 1)
  }

  /// Tables that must never be read from end to end.
  private static let large: Set = ["notification", "receipt"]

  /// The plan behind a list of 20, for the service's role and with the settings of a request.
  private func plan(
    _ filter: NotificationFilter, after cursor: Cursor? = nil, as person: (Samples) -> Principal = \.reception,
    mayBeEmpty: Bool = false
  ) async throws -> Plan {
    let world = try #require(ManyNotifications.current)
    let principal = person(world.samples)
    let (rows, plans) = try await explained(as: principal) { db in
      try await NotificationRepository(db: db).list(filter, for: principal, after: cursor, limit: 20)
    }
    try #require((mayBeEmpty || !rows.isEmpty) && plans.count == 1, "the list shows nothing")
    return plans[0]
  }

  private func explained<Output>(
    as person: Principal, _ body: (any Database) async throws -> Output
  ) async throws -> (Output, [Plan]) {
    let world = try #require(ManyNotifications.current)
    return try await world.pool.acting(as: person) { db in
      let explainer = Explainer(db)
      return (try await body(explainer), explainer.plans)
    }
  }
}
