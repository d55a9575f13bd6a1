import Domain
import Foundation
import HTTPTypes
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Sending a notification")
struct SendingTests {
  @Test("support sends to a user, an account or everyone, and each is one row with a number and a place")
  func sends() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let audiences: [Audience] = [.user(samples.reception), .account(samples.baltyk), .everyone]
      for (index, audience) in audiences.enumerated() {
        let sender = index == 0 ? samples.admin : samples.agent
        let answer = try await app.send(
          .post, "/notifications", as: sender,
          json: ["to": audience.field, "topic": "  Przerwa ", "text": "Od 20:00.\r\nDo 20:15."])

        let sent = try answer.notification
        #expect(answer.summary == "201")
        #expect(answer.headers[.location] == "/v1/notifications/\(100_001 + index)")
        #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
        #expect((sent.number, sent.topic, sent.text) == (100_001 + index, "Przerwa", "Od 20:00.\nDo 20:15."))
        #expect((sent.status, sent.remindAt, sent.ticketNumber) == (.unread, nil, nil))
        #expect(sent.sender.name == sender.name && sent.updatedAt == sent.createdAt)
        #expect(try await app.show(sent.number, as: samples.reception) == sent)
        #expect(try await app.count("SELECT count(*) FROM notification") == index + 1)
      }
      #expect(try await app.count("SELECT count(*) FROM receipt") == 1)
    }
  }

  @Test("the answer has every key of the contract, times with milliseconds")
  func shape() async throws {
    try await withNotifications { app in
      let answer = try await app.send(
        .post, "/notifications", as: app.samples.agent, json: ["to": "everyone", "topic": "Przerwa", "text": "20:00"])

      let object = try answer.object
      #expect(
        object.keys.sorted() == [
          "created_at", "number", "remind_at", "sender", "status", "text", "ticket_number", "topic", "updated_at",
        ])
      #expect(object["remind_at"] is NSNull && object["ticket_number"] is NSNull)
      #expect(object["sender"] as? [String: String] == ["name": app.samples.agent.name])
      let created = try #require(object["created_at"] as? String)
      #expect(created.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
  }

  @Test("it may be about a ticket of the account it is for")
  func ticket() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      for audience in [Audience.user(samples.owner), .account(samples.baltyk)] {
        let number = try await app.send(to: audience, about: ticket)
        #expect(try await app.show(number, as: samples.owner).ticketNumber == ticket)
      }
    }
  }

  @Test("topic and text may be as long as a ticket's, counted in characters of Unicode")
  func longest() async throws {
    try await withNotifications { app in
      let (topic, text) = (String(repeating: "🧾", count: 200), String(repeating: "ż", count: 20_000))

      let number = try await app.send(to: .everyone, topic: topic, text: text)

      let shown = try await app.show(number, as: app.samples.tatryOwner)
      #expect(shown.topic == topic && shown.text == text)
    }
  }

  @Test("users may not send, whatever they ask for")
  func users() async throws {
    try await withNotifications { app in
      let samples = app.samples
      for person in [samples.reception, samples.owner] {
        for audience in [Audience.user(samples.owner), .account(samples.baltyk), .everyone] {
          let answer = try await app.send(
            .post, "/notifications", as: person, json: ["to": audience.field, "topic": "x", "text": "x"], key: "form-1")
          #expect(answer.summary == "403 forbidden")
        }
        let empty = try await app.send(.post, "/notifications", as: person, json: [:])
        #expect(empty.summary == "403 forbidden")
      }
      #expect(try await app.count("SELECT count(*) FROM notification") == 0)
    }
  }
}

@Suite("A notification that is refused")
struct SendingRefusalTests {
  @Test("what does not fit is refused by name, and nothing is stored")
  func drafts() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let foreign = try await app.ticket(of: samples.tatryReception)
      let account = samples.baltyk.id.text
      func draft(_ changes: Fields) -> Fields {
        ["to": ["account_id": account], "topic": "x", "text": "x"].merging(changes) { _, new in new }
      }
      let drafts: [(String, Fields, String)] = [
        ("nothing", [:], "422 invalid text to topic"),
        ("nulls", draft(["to": nil as String?, "topic": nil as String?, "text": nil as String?]), "text to topic"),
        ("no audience", ["topic": "x", "text": "x"], "to"),
        ("another word", draft(["to": "all"]), "to"),
        ("the word in capitals", draft(["to": "Everyone"]), "to"),
        ("an empty object", draft(["to": [String: String]()]), "to"),
        ("another key", draft(["to": ["group_id": account]]), "to"),
        ("two keys", draft(["to": ["account_id": account, "user_id": samples.owner.userId.text]]), "to"),
        ("a key too many", draft(["to": ["account_id": account, "x": account]]), "to"),
        ("a list", draft(["to": [account]]), "to"),
        ("a number", draft(["to": 7]), "to"),
        ("a user id that is none", draft(["to": ["user_id": "7"]]), "to.user_id"),
        ("an account id that is none", draft(["to": ["account_id": "baltyk"]]), "to.account_id"),
        ("a user that is not there", draft(["to": ["user_id": UUID().text]]), "to.user_id"),
        ("a user of support", draft(["to": ["user_id": samples.secondAgent.userId.text]]), "to.user_id"),
        ("an account's id as a user's", draft(["to": ["user_id": account]]), "to.user_id"),
        ("an account that is not there", draft(["to": ["account_id": UUID().text]]), "to.account_id"),
        ("a ticket of another account", draft(["ticket_number": foreign]), "ticket_number"),
        (
          "another account's ticket for a user",
          draft(["to": ["user_id": samples.owner.userId.text], "ticket_number": foreign]), "ticket_number"
        ),
        ("a ticket that is not there", draft(["ticket_number": 987_654]), "ticket_number"),
        ("a negative ticket", draft(["ticket_number": -1]), "ticket_number"),
        ("a word as ticket", draft(["ticket_number": "x"]), "ticket_number"),
        ("a ticket for everyone", draft(["to": "everyone", "ticket_number": foreign]), "ticket_number"),
        ("white space", draft(["topic": " \t", "text": " \n "]), "text topic"),
        ("a topic too long", draft(["topic": String(repeating: "ą", count: 201)]), "topic"),
        ("a text too long", draft(["text": String(repeating: "ą", count: 20_001)]), "text"),
        ("a topic of two lines", draft(["topic": "x\ny"]), "topic"),
        ("a zero byte", draft(["text": "x\0y"]), "text"),
        ("an unknown field", draft(["importance": "high"]), "importance"),
        ("a field in camel case", draft(["ticketNumber": foreign]), "ticketNumber"),
      ]
      for (name, draft, fields) in drafts {
        let answer = try await app.send(.post, "/notifications", as: samples.agent, json: draft)
        #expect(answer.summary == (fields.hasPrefix("422") ? fields : "422 invalid \(fields)"), "\(name)")
      }
      #expect(try await app.count("SELECT count(*) FROM notification") == 0)
      #expect(try await app.count("SELECT count(*) FROM receipt") == 0)
    }
  }

  @Test("what is not a JSON object is malformed, another media type is refused, and so is a body too large")
  func bodies() async throws {
    try await withNotifications { app async throws in
      func summary(_ body: String, type: String = "application/json") async throws -> String {
        try await app.send(
          .post, "/notifications", as: .principal(app.samples.agent), headers: [.contentType: type],
          body: Array(body.utf8)
        ).summary
      }
      for body in ["", "{", "[]", "null", "\"everyone\""] {
        #expect(try await summary(body) == "400 malformed", "\(body)")
      }
      #expect(try await summary("{}", type: "text/plain") == "415 unsupported_media_type")
      #expect(try await summary("\"\(String(repeating: "x", count: 262_144))\"") == "413 too_large")
    }
  }
}

@Suite("Sending a notification twice")
struct SendingTwiceTests {
  private static let draft: Fields = ["to": "everyone", "topic": "Przerwa", "text": "Od 20:00"]

  @Test("parallel requests with one key send once and get the same answer")
  func parallel() async throws {
    try await withNotifications { app in
      let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 0..<10 {
          group.addTask {
            try await app.send(.post, "/notifications", as: app.samples.agent, json: Self.draft, key: "form-1")
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(answers.map(\.summary) == [String](repeating: "201", count: 10))
      #expect(Set(answers.map(\.body)).count == 1)
      #expect(Set(answers.map { $0.headers[.location] }).count == 1)
      #expect(answers.filter(\.isReplayed).count == 9)
      #expect(try await app.count("SELECT count(*) FROM notification") == 1)
    }
  }

  @Test("a key with another body is a conflict, whichever field differs; another person's key is another one")
  func otherBody() async throws {
    try await withNotifications { app in
      let samples = app.samples
      let ticket = try await app.ticket(of: samples.reception)
      func send(_ changes: Fields, as person: Principal) async throws -> Answer {
        let draft: Fields = ["to": ["account_id": samples.baltyk.id.text], "topic": "x", "text": "x"]
        return try await app.send(
          .post, "/notifications", as: person, json: draft.merging(changes) { _, new in new }, key: "form-1")
      }
      try #require(try await send([:], as: samples.agent).summary == "201")

      for changes: Fields in [
        ["to": "everyone"], ["to": ["account_id": samples.tatry.id.text]],
        ["to": ["user_id": samples.reception.userId.text]], ["topic": "y"], ["text": "y"], ["ticket_number": ticket],
      ] {
        #expect(try await send(changes, as: samples.agent).summary == "409 idempotency_key_reused")
      }
      #expect(try await send(["topic": " x"], as: samples.agent).isReplayed)
      let other = try await send([:], as: samples.secondAgent)
      #expect(other.summary == "201" && !other.isReplayed)
      #expect(try await app.count("SELECT count(*) FROM notification") == 2)
    }
  }

  @Test("without a key every request sends, and what failed leaves its key free")
  func free() async throws {
    try await withNotifications { app in
      for _ in 0..<2 { try await app.send(to: .everyone) }
      #expect(try await app.count("SELECT count(*) FROM notification") == 2)

      let unknown: Fields = ["to": ["account_id": UUID().text], "topic": "x", "text": "x"]
      let failed = try await app.send(.post, "/notifications", as: app.samples.agent, json: unknown, key: "form-1")
      let next = try await app.send(.post, "/notifications", as: app.samples.agent, json: Self.draft, key: "form-1")

      #expect(failed.summary == "422 invalid to.account_id")
      #expect(next.summary == "201" && !next.isReplayed)
    }
  }
}
