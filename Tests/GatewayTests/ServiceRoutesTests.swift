import HTTPTypes
import Testing

@testable import Gateway

@Suite("The table of the services' routes")
struct ServiceRoutesTests {
  @Test("has only public paths of version 1, each with a method once")
  func rows() {
    let rows = ServiceRoutes.table.map { "\($0.method.rawValue) \($0.path)" }
    #expect(Set(rows).count == rows.count)
    for route in ServiceRoutes.table {
      #expect(route.path.hasPrefix("/v1/"))
      #expect(!route.path.hasSuffix("/") && !route.path.contains("//") && !route.path.contains("*"))
    }
  }

  @Test("lets something be sent only where something is created or changed")
  func forms() {
    for route in ServiceRoutes.table where route.method == .get || route.method == .delete {
      if case .none = route.form { continue }
      Issue.record("\(route.method) \(route.path) takes a body")
    }
  }

  @Test("gives to support alone what changes a ticket, sends a notification or tells who has read it")
  func audiences() {
    let support = ServiceRoutes.table.filter { if case .support = $0.audience { true } else { false } }
    #expect(
      support.map { "\($0.method.rawValue) \($0.path)" } == [
        "PATCH /v1/tickets/:number", "POST /v1/notifications", "GET /v1/notifications/:number/receipts",
      ])
  }

  @Test("gives the rest of the notifications to people of accounts alone")
  func users() {
    for route in ServiceRoutes.table where route.path.hasPrefix("/v1/notifications") {
      if case .signedIn = route.audience { Issue.record("\(route.method) \(route.path) is open to anybody") }
    }
  }
}
