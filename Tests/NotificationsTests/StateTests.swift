import Domain
import Foundation
import HTTPTypes
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("What a recipient does with a notification")
struct StateTests {
  @Test("it is read, postponed, due, deleted and restored, and the state before the deletion holds again")
  func life() async throws {
    let clock = TestClock(.wholeSecond)
    try await withNotifications(at: clock) { app in
      let person = app.samples.reception
      for audience in [Audience.user(person), .account(app.samples.baltyk), .everyone] {
        let number = try await app.send(to: audience)
        #expect(try await app.due(as: person) == [number])

        #expect(try await app.read(number, as: person).status == .read)
        #expect(try await app.due(as: person) == [])

        let postponed = try await app.postpone(number, as: person)
        #expect(postponed.status == .postponed && postponed.remindAt != nil)
        #expect(try await app.due(as: person) == [])
        clock.advance(3_600)
        #expect(try await app.due(as: person) == [number])
        #expect(try await app.show(number, as: person) == postponed)

        let deleted = try await app.delete(number, as: person)
        #expect((deleted.status, deleted.remindAt) == (.deleted, nil))
        #expect(try await app.due(as: person) == [])

        #expect(try await app.restore(number, as: person) == postponed)
        #expect(try await app.due(as: person) == [number])
        #expect(try await app.read(number, as: person).remindAt == nil)
        #expect(try await app.due(as: person) == [])
      }
    }
  }

  @Test("undoing a deletion gives back what was: unread, read, postponed")
  func undo() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let numbers = [
        try await app.send(to: .user(person)), try await app.send(to: .account(app.samples.baltyk)),
        try await app.send(to: .everyone),
      ]
      for state in [NotificationStatus.unread, .read, .postponed] {
        for number in numbers {
          switch state {
          case .read: try await app.read(number, as: person)
          case .postponed: try await app.postpone(number, as: person)
          default: break
          }
        }
        let before = try await app.list(as: person)
        #expect(before.map(\.status) == [state, state, state])

        for number in numbers { #expect(try await app.delete(number, as: person).status == .deleted) }
        for number in numbers { try await app.restore(number, as: person) }

        #expect(try await app.list(as: person) == before)
      }
    }
  }

  @Test("each may be repeated: the same answer, and no trace in the receipt")
  func repeated() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      for audience in [Audience.user(person), .everyone] {
        let number = try await app.send(to: audience)
        for (method, what) in [(.delete, "deletion"), (.put, "reading"), (.put, "deletion"), (.delete, "deletion")]
          as [(HTTPRequest.Method, String)]
        {
          let path = "/notifications/\(number)/\(what)"
          let first = try await app.send(method, path, as: .principal(person))
          let receipts = try await app.receipts(of: number)
          let second = try await app.send(method, path, as: .principal(person))

          #expect(try first.notification == second.notification, "\(method) \(what)")
          #expect(try await app.receipts(of: number) == receipts, "\(method) \(what)")
        }
      }
    }
  }

  @Test("reading a deleted one keeps it deleted; undone, it is read")
  func readWhileDeleted() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let number = try await app.send(to: .everyone)
      try await app.delete(number, as: person)

      #expect(try await app.read(number, as: person).status == .deleted)

      #expect(try await app.due(as: person) == [])
      #expect(try await app.restore(number, as: person).status == .read)
    }
  }

  @Test("a reminder brings a deleted one back")
  func reminderOfDeleted() async throws {
    try await withNotifications { app in
      let person = app.samples.reception
      let number = try await app.send(to: .everyone)
      try await app.delete(number, as: person)

      #expect(try await app.postpone(number, as: person).status == .postponed)
    }
  }

  @Test("due are exactly the unread and those whose reminder has come, newest first")
  func due() async throws {
    let clock = TestClock(.wholeSecond)
    try await withNotifications(at: clock) { app in
      let person = app.samples.reception
      let audiences = [Audience.user(person), .account(app.samples.baltyk), .everyone]
      var expected: [Int] = []
      for index in 0..<15 {
        let number = try await app.send(to: audiences[index % 3])
        switch index / 3 {
        case 0: expected.insert(number, at: 0)
        case 1:
          try await app.postpone(number, as: person, ["at": JSONCoding.timestamp(clock.now + 600)])
          expected.insert(number, at: 0)
        case 2: try await app.postpone(number, as: person, ["at": JSONCoding.timestamp(clock.now + 601)])
        case 3: try await app.read(number, as: person)
        default: try await app.delete(number, as: person)
        }
      }
      clock.advance(600)

      #expect(try await app.due(as: person) == expected)
      #expect(try await app.numbers("due=false", as: person).count == 15)
      #expect(try await app.due(as: app.samples.owner).count == 10)
      for query in ["due=yes", "due=1", "status=read", "due=true&due=true"] {
        let answer = try await app.get("/notifications?\(query)", as: person)
        #expect(answer.summary == "422 invalid \(query.prefix { $0 != "=" })")
      }
    }
  }

  @Test("a deleted one stays in the History for good, and a year later it can still be restored")
  func year() async throws {
    let clock = TestClock(.wholeSecond)
    try await withNotifications(at: clock) { app in
      let person = app.samples.reception
      for audience in [Audience.user(person), .everyone] {
        let number = try await app.send(to: audience)
        try await app.delete(number, as: person)
        try await app.age()
        clock.advance(366 * 86_400)

        #expect(try await app.due(as: person) == [])
        #expect(try await app.history("status=deleted", as: person).map(\.number) == [number])

        #expect(try await app.restore(number, as: person).status == .unread)
        #expect(try await app.due(as: person) == [number])
        try await app.read(number, as: person)
      }
    }
  }
}

extension NotificationsApp {
  /// Everything in the database becomes a year older.
  fileprivate func age() async throws {
    try await owner.run("UPDATE app_user SET created_at = created_at - interval '366 days'")
    try await owner.run("UPDATE notification SET created_at = created_at - interval '366 days'")
    try await owner.run(
      """
      UPDATE receipt
      SET read_at = read_at - interval '366 days', deleted_at = deleted_at - interval '366 days',
        updated_at = updated_at - interval '366 days'
      """)
  }
}
