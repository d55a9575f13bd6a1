import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Notifications in the History")
struct HistoryTests {
  @Test("one is one line with the beginning of its text and its reader's state")
  func entry() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      let long = String(repeating: "ż", count: 200)
      let number = try await app.send(to: .account(samples.baltyk), topic: "Przerwa", text: long, about: ticket)
      try await app.read(number, as: samples.owner)

      let answer = try await app.get("/history", as: samples.reception)

      let entry = try #require(try answer.history.items.first)
      #expect((entry.kind, entry.number, entry.topic) == (.notification, number, "Przerwa"))
      #expect((entry.status, entry.unread, entry.ticketNumber) == ("unread", true, ticket))
      #expect(entry.preview == String(long.prefix(160)))
      #expect(entry.updatedAt == (try await app.show(number, as: samples.reception).createdAt))
      #expect(try await app.history(as: samples.owner).map(\.unread) == [false])
      let object = try #require((try answer.object["items"] as? [[String: Any]])?.first)
      #expect(
        object.keys.sorted() == [
          "kind", "number", "preview", "status", "ticket_number", "topic", "unread", "updated_at",
        ])
    }
  }

  @Test("every state has its filter, and what is deleted stays in the list")
  func states() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let audiences = [Audience.user(person), .account(app.samples.baltyk), .everyone]
      var numbers: [String: [Int]] = [:]
      for audience in audiences {
        for status in NotificationStatus.allCases {
          let number = try await app.send(to: audience)
          switch status {
          case .unread: break
          case .read: try await app.read(number, as: person)
          case .postponed: try await app.postpone(number, as: person)
          case .deleted:
            try await app.postpone(number, as: person)
            try await app.delete(number, as: person)
          }
          numbers[status.rawValue, default: []].insert(number, at: 0)
        }
      }
      for status in NotificationStatus.allCases.map(\.rawValue) {
        let entries = try await app.history("status=\(status)", as: person)
        #expect(entries.map(\.number) == numbers[status], "\(status)")
        #expect(entries.map(\.status) == [status, status, status])
        #expect(entries.map(\.unread) == [Bool](repeating: status == "unread", count: 3))
      }
      #expect(try await app.history(as: person).count == 12)
      #expect(try await app.history("status=unread", as: app.samples.owner).count == 8)
    }
  }

  @Test("topic and day narrow it, a day being one of Warsaw, and other filters are refused")
  func filters() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let audiences = [Audience.user(person), .account(app.samples.baltyk), .everyone]
      var numbers: [Int] = []
      for (index, instant) in ["2026-11-20 22:59:59.999Z", "2026-11-20 23:00Z", "2026-11-21 22:59:59.999Z"].enumerated()
      {
        let number = try await app.send(to: audiences[index], topic: index == 1 ? "Faktura" : "Przerwa")
        try await app.setCreated(number, at: instant)
        numbers.append(number)
      }
      func shown(_ query: String) async throws -> [Int] { try await app.history(query, as: person).map(\.number) }

      #expect(try await shown("date=2026-11-20") == [numbers[0]])
      #expect(try await shown("date=2026-11-21") == [numbers[2], numbers[1]])
      #expect(try await shown("topic=Przerwa") == [numbers[2], numbers[0]])
      #expect(try await shown("topic=Przerwa&date=2026-11-21&status=unread") == [numbers[2]])
      #expect(try await shown("topic=przerwa") == [])
      for (query, problem) in [
        ("kind=ticket", "422 invalid kind"), ("status=new", "422 invalid status"), ("date=jutro", "422 invalid date"),
        ("due=true", "422 invalid due"), ("cursor=x", "422 invalid_cursor"),
      ] {
        #expect(try await app.get("/history?\(query)", as: person).summary == problem, "\(query)")
      }
    }
  }

  @Test("topics in use are those the reader received, each once, in alphabetical order")
  func topics() async throws {
    try await withNotifications { app in
      let samples = app.samples
      try await app.send(to: .user(samples.reception), topic: "Urlop")
      try await app.send(to: .account(samples.baltyk), topic: "Faktura")
      for _ in 0..<2 { try await app.send(to: .everyone, topic: "Przerwa") }
      let newcomer = try await app.newcomer(to: samples.baltyk)
      try await app.delete(try await app.send(to: .everyone, topic: "Awaria"), as: samples.reception)

      for (person, topics) in [
        (samples.reception, ["Awaria", "Faktura", "Przerwa", "Urlop"]),
        (samples.owner, ["Awaria", "Faktura", "Przerwa"]),
        (samples.tatryOwner, ["Awaria", "Przerwa"]), (newcomer, ["Awaria"]),
      ] {
        #expect(
          try await app.get("/topics", as: person).topics == Topics(catalogue: [], inUse: topics), "\(person.name)")
      }
    }
  }
}

extension NotificationsApp {
  /// Sets when a notification was sent; everybody was there already.
  func setCreated(_ number: Int, at instant: String) async throws {
    try await owner.run("UPDATE app_user SET created_at = '2020-01-01'")
    let touched = try await owner.run(
      "UPDATE notification SET created_at = \(instant)::timestamptz WHERE number = \(number)")
    try #require(touched == 1)
  }
}
