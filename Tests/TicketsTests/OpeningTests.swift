import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@Suite("Opening a ticket")
struct OpeningTests {
  @Test("a ticket gets the next number from 100001, a place and its first message")
  func opens() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception

      let answer = try await tickets.post(
        "/tickets", as: person,
        json: ["topic": "  Drukarka ", "message": "Nie drukuje.\r\nOd rana.", "importance": "high"])
      let second = try await tickets.open(as: tickets.samples.tatryReception)

      let ticket = try answer.ticket
      #expect(answer.summary == "201")
      #expect(answer.headers[.location] == "/v1/tickets/100001")
      #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
      #expect(ticket.number == 100_001)
      #expect((ticket.topic, ticket.importance, ticket.status) == ("Drukarka", .high, .new))
      #expect(ticket.account == tickets.samples.baltyk)
      #expect(ticket.author == Person(id: person.userId, name: person.name))
      #expect(ticket.messageCount == 1 && !ticket.unread && ticket.firstAnsweredAt == nil)
      let message = try #require(ticket.messages?.first)
      #expect(ticket.messages?.count == 1)
      #expect(message.text == "Nie drukuje.\nOd rana.")
      #expect(message.author == .init(id: person.userId, name: person.name, side: .user))
      #expect(!message.internal && message.attachment == nil)
      #expect(second.number == 100_002)
    }
  }

  @Test("the answer has every key of the contract, times with milliseconds and ids in lower case")
  func shape() async throws {
    try await withTickets { tickets in
      let answer = try await tickets.post(
        "/tickets", as: tickets.samples.reception, json: ["topic": "Drukarka", "message": "Nie drukuje"])

      let object = try answer.object
      let message = try #require((object["messages"] as? [[String: Any]])?.first)
      #expect(
        object.keys.sorted() == [
          "account", "answer_due_at", "assignee", "author", "created_at", "first_answered_at", "importance",
          "message_count", "messages", "number", "solution_due_at", "status", "topic", "unread", "updated_at",
        ])
      #expect(message.keys.sorted() == ["attachment", "author", "created_at", "id", "internal", "text"])
      #expect(object["assignee"] is NSNull && object["answer_due_at"] is NSNull && message["attachment"] is NSNull)
      let created = try #require(object["created_at"] as? String)
      #expect(created.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
      let account = try #require(object["account"] as? [String: String])
      #expect(account["id"] == tickets.samples.baltyk.id.uuidString.lowercased())
    }
  }

  @Test("importance is normal unless it is given")
  func importance() async throws {
    try await withTickets { tickets async throws in
      let person = tickets.samples.reception
      for importance in Importance.allCases {
        #expect(try await tickets.open(as: person, importance: importance.rawValue).importance == importance)
      }
      #expect(try await tickets.open(as: person).importance == .normal)
    }
  }

  @Test("topic and message may be as long as the contract says, counted in characters of Unicode")
  func longest() async throws {
    try await withTickets { tickets in
      let topic = String(repeating: "🧾", count: 200)
      let message = String(repeating: "ż", count: 19_999) + "\n"

      let ticket = try await tickets.open(as: tickets.samples.reception, topic: topic, message: message)

      #expect(ticket.topic == topic)
      #expect(ticket.messages?.first?.text == message)
    }
  }

  @Test("support opens a ticket for an account, whose people then see it as unread")
  func bySupport() async throws {
    try await withTickets { tickets in
      let agent = tickets.samples.agent

      let ticket = try await tickets.open(as: agent, for: tickets.samples.baltyk)

      #expect(ticket.account == tickets.samples.baltyk)
      #expect(ticket.messages?.first?.author == .init(id: agent.userId, name: agent.name, side: .support))
      #expect(try await tickets.listed(ticket.number, as: tickets.samples.reception).unread)
      #expect(try await tickets.numbers(as: tickets.samples.tatryOwner) == [])
    }
  }
}

@Suite("A ticket that is refused")
struct OpeningRefusalTests {
  private static let drafts: [(String, Fields, String)] = [
    ("nothing", [:], "422 invalid message topic"),
    ("empty texts", ["topic": "", "message": ""], "422 invalid message topic"),
    ("white space", ["topic": " \u{A0}\t", "message": " \n\t "], "422 invalid message topic"),
    ("nulls", ["topic": nil as String?, "message": nil as String?], "422 invalid message topic"),
    ("a topic too long", ["topic": String(repeating: "ą", count: 201), "message": "x"], "422 invalid topic"),
    ("a message too long", ["topic": "x", "message": String(repeating: "ą", count: 20_001)], "422 invalid message"),
    ("a topic of two lines", ["topic": "x\ny", "message": "x"], "422 invalid topic"),
    ("a zero byte in the topic", ["topic": "x\0y", "message": "x"], "422 invalid topic"),
    ("a zero byte in the message", ["topic": "x", "message": "x\0y"], "422 invalid message"),
    ("an escape sequence", ["topic": "x", "message": "\u{1B}[31m"], "422 invalid message"),
    ("a control character beyond ASCII", ["topic": "x\u{9B}", "message": "x"], "422 invalid topic"),
    ("another importance", ["topic": "x", "message": "x", "importance": "urgent"], "422 invalid importance"),
    ("an importance in capitals", ["topic": "x", "message": "x", "importance": "High"], "422 invalid importance"),
    ("an unknown field", ["topic": "x", "message": "x", "status": "closed"], "422 invalid status"),
    ("a field in camel case", ["topic": "x", "message": "x", "accountId": "y"], "422 invalid accountId"),
    ("a number as topic", ["topic": 5, "message": "x"], "422 invalid topic"),
    ("a list as message", ["topic": "x", "message": ["x"]], "422 invalid message"),
    ("an id that is none", ["topic": "x", "message": "x", "attachment_id": "7"], "422 invalid attachment_id"),
    ("a file that is not there", ["topic": "x", "message": "x", "attachment_id": UUID().text], "404 not_found"),
  ]

  @Test("what does not fit is refused by name, and nothing is stored")
  func drafts() async throws {
    try await withTickets { tickets in
      for (name, draft, expected) in Self.drafts {
        let answer = try await tickets.post("/tickets", as: tickets.samples.reception, json: draft)
        #expect(answer.summary == expected, "\(name)")
      }
      let stored = try await tickets.count(
        "SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM message) + (SELECT count(*) FROM outbox)")
      #expect(stored == 0)
    }
  }

  @Test("what is not a JSON object is malformed")
  func malformed() async throws {
    try await withTickets { tickets in
      let bodies = [
        "", " ", "{", "[]", "null", "\"text\"", "{\"topic\": \"x\"} {}", "{topic: 1}",
        String(repeating: "[", count: 100_000), "{\"topic\":" + String(repeating: "{\"a\":", count: 20_000),
      ]
      for body in bodies.map({ Array($0.utf8) }) + [[0xFF, 0xFE, 0x7B]] {
        let answer = try await tickets.send(
          .post, "/tickets", as: tickets.samples.reception, headers: [.contentType: "application/json"], body: body)
        #expect(answer.summary == "400 malformed", "\(String(decoding: body.prefix(40), as: UTF8.self))")
      }
    }
  }

  @Test("only JSON is read, whatever its parameters")
  func mediaTypes() async throws {
    try await withTickets { tickets async throws in
      let body = Array(#"{"topic": "x", "message": "x"}"#.utf8)
      func summary(_ headers: HTTPFields) async throws -> String {
        try await tickets.send(
          .post, "/tickets", as: tickets.samples.reception, headers: headers, body: body
        ).summary
      }
      for type in ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application", ""] {
        #expect(try await summary([.contentType: type]) == "415 unsupported_media_type", "\(type)")
      }
      #expect(try await summary([:]) == "415 unsupported_media_type")
      #expect(try await summary([.contentType: "application/json; charset=utf-8"]) == "201")
      #expect(try await summary([.contentType: "Application/JSON"]) == "201")
    }
  }

  @Test("a body of 256 KiB is read, one byte more is too large")
  func limit() async throws {
    try await withTickets { tickets async throws in
      func summary(bytes: Int) async throws -> String {
        let frame = #"{"topic": "x", "message": ""}"#.utf8.count
        let body = #"{"topic": "x", "message": ""# + String(repeating: "x", count: bytes - frame) + "\"}"
        return try await tickets.send(
          .post, "/tickets", as: tickets.samples.reception, headers: [.contentType: "application/json"],
          body: Array(body.utf8)
        ).summary
      }
      #expect(try await summary(bytes: 262_144) == "422 invalid message")
      #expect(try await summary(bytes: 262_145) == "413 too_large")
    }
  }

  @Test("support has to say whose the ticket is, a user must not")
  func accounts() async throws {
    try await withTickets { tickets async throws in
      let samples = tickets.samples
      func summary(_ person: Principal, account: UUID?) async throws -> String {
        var draft: Fields = ["topic": "x", "message": "x"]
        if let account { draft["account_id"] = account.text }
        return try await tickets.post("/tickets", as: person, json: draft).summary
      }
      #expect(try await summary(samples.agent, account: nil) == "422 invalid account_id")
      #expect(try await summary(samples.agent, account: UUID()) == "422 invalid account_id")
      #expect(try await summary(samples.reception, account: samples.baltyk.id) == "422 invalid account_id")
      #expect(try await summary(samples.reception, account: samples.tatry.id) == "422 invalid account_id")
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 0)
    }
  }

  @Test("a problem speaks the caller's language and names what is wrong")
  func languages() async throws {
    try await withTickets { tickets async throws in
      func problem(_ language: String) async throws -> ProblemDocument {
        try await tickets.send(
          .post, "/tickets", as: tickets.samples.reception,
          headers: [.contentType: "application/json", .acceptLanguage: language], body: Array("{}".utf8)
        ).problem
      }
      #expect(try await problem("en-GB").fields?["topic"] == "This field is required.")
      #expect(try await problem("uk").fields?["topic"] == "Це поле обов’язкове.")
      #expect(try await problem("de").fields?["topic"] == "To pole jest wymagane.")
      #expect(try await problem("en").type == "urn:pomoc:problem:invalid")
    }
  }
}
