import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Receipts")
struct ReceiptTests {
  @Test("one is made with a personal notification; of the others when a user first acts")
  func lazy() async throws {
    try await withNotifications { app in
      let samples = app.samples
      func receipts() async throws -> Int { try await app.count("SELECT count(*) FROM receipt") }
      try await app.send(to: .user(samples.reception))
      #expect(try await receipts() == 1)
      let shared = try await app.send(to: .account(samples.baltyk))
      let general = try await app.send(to: .everyone)
      for number in [shared, general] { _ = try await app.show(number, as: samples.owner) }
      _ = try await (app.list(as: samples.owner), app.due(as: samples.owner), app.history(as: samples.owner))
      _ = try await (app.restore(shared, as: samples.owner), app.receipts(of: general))
      #expect(try await receipts() == 1)

      try await app.read(shared, as: samples.owner)
      #expect(try await receipts() == 2)
      try await app.delete(general, as: samples.owner)
      try await app.postpone(general, as: samples.tatryOwner)
      #expect(try await receipts() == 4)
    }
  }

  @Test("support sees who has read, postponed or deleted a notification, the newest act first")
  func list() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let number = try await app.send(to: .everyone)
      #expect(try await app.receipts(of: number) == [])
      try await app.read(number, as: samples.reception)
      let postponed = try await app.postpone(number, as: samples.tatryOwner)
      try await app.delete(number, as: samples.owner)

      let answer = try await app.get("/notifications/\(number)/receipts", as: samples.admin)

      let receipts = try answer.receipts
      #expect(receipts.items.map(\.user.name) == [samples.owner, samples.tatryOwner, samples.reception].map(\.name))
      #expect(receipts.items.map(\.account) == [samples.baltyk, samples.tatry, samples.baltyk])
      #expect(receipts.items.map(\.status) == [.deleted, .postponed, .read])
      #expect(receipts.items.map(\.remindAt) == [nil, postponed.remindAt, nil])
      #expect(receipts.nextCursor == nil)
      let object = try #require((try answer.object["items"] as? [[String: Any]])?.first)
      #expect(object.keys.sorted() == ["account", "remind_at", "status", "updated_at", "user"])
    }
  }

  @Test("a personal one tells at once that it is unread")
  func personal() async throws {
    try await withNotifications { app in
      let number = try await app.send(to: .user(app.samples.reception))

      let receipts = try await app.receipts(of: number)

      #expect(receipts.map(\.user.id) == [app.samples.reception.userId])
      #expect(receipts.map(\.status) == [.unread])
    }
  }

  @Test("they are paged, each once, in order, whatever the page's size")
  func paging() async throws {
    try await withNotifications { app in
      let number = try await app.send(to: .everyone)
      try await app.owner.run(
        """
        INSERT INTO app_user (id, account_id, name, role)
        SELECT gen_random_uuid(), \(app.samples.baltyk.id), 'Osoba ' || n, 'member' FROM generate_series(1, 11) AS n
        """)
      // Three acts share each instant, so that the row's number decides.
      try await app.owner.run(
        """
        INSERT INTO receipt (notification_number, user_id, read_at, updated_at)
        SELECT \(number), id, now(), '2026-07-01 12:00Z'::timestamptz + row_number() OVER () / 3 * interval '1 ms'
        FROM app_user WHERE account_id IS NOT NULL
        """)
      let expected = try await app.owner.all(
        "SELECT user_id FROM receipt ORDER BY updated_at DESC, id DESC", as: UUID.self)
      try #require(expected.count == 15)

      for limit in 1...16 {
        var seen: [UUID] = []
        var cursor: String?
        repeat {
          let query = "limit=\(limit)\(cursor.map { "&cursor=\($0)" } ?? "")"
          let answer = try await app.get("/notifications/\(number)/receipts?\(query)", as: app.samples.agent)
          try #require(answer.summary == "200")
          seen += try answer.receipts.items.map(\.user.id)
          cursor = try answer.receipts.nextCursor
        } while cursor != nil && seen.count <= 15
        #expect(seen == expected, "pages of \(limit)")
      }
      for (query, problem) in [
        ("limit=0", "422 invalid limit"), ("limit=101", "422 invalid limit"), ("cursor=x", "422 invalid_cursor"),
        ("status=read", "422 invalid status"),
      ] {
        let answer = try await app.get("/notifications/\(number)/receipts?\(query)", as: app.samples.agent)
        #expect(answer.summary == problem, "\(query)")
      }
    }
  }

  @Test("a notification that is not there has none, and users may not ask")
  func refused() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let number = try await app.send(to: .everyone)
      #expect(try await app.get("/notifications/987654/receipts", as: samples.agent).summary == "404 not_found")
      for person in [samples.reception, samples.owner, samples.tatryOwner] {
        for path in ["/notifications/\(number)/receipts", "/notifications/987654/receipts"] {
          #expect(try await app.get(path, as: person).summary == "403 forbidden")
        }
      }
    }
  }
}
