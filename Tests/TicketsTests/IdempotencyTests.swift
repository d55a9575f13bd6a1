import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@Suite("Sending twice")
struct IdempotencyTests {
  private static let draft: Fields = ["topic": "Drukarka", "message": "Nie drukuje"]

  @Test("twenty parallel requests with one key make one ticket and get the same answer")
  func parallel() async throws {
    try await withTickets { tickets in
      let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 0..<20 {
          group.addTask {
            try await tickets.post("/tickets", as: tickets.samples.reception, json: Self.draft, key: "form-1")
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(answers.map(\.summary) == [String](repeating: "201", count: 20))
      #expect(Set(answers.map(\.body)).count == 1)
      #expect(Set(answers.map { $0.headers[.location] }) == ["/v1/tickets/\(try answers[0].ticket.number)"])
      #expect(answers.filter { $0.isReplayed }.count == 19)
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
      #expect(try await tickets.count("SELECT count(*) FROM message") == 1)
      #expect(try await tickets.count("SELECT count(*) FROM outbox") == 1)
    }
  }

  @Test("without a key every request makes a ticket")
  func withoutKey() async throws {
    try await withTickets { tickets in
      for _ in 0..<2 { try await tickets.open(as: tickets.samples.reception) }
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 2)
    }
  }

  @Test("a key with another body is a conflict, whichever field differs")
  func otherBody() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let first = try await tickets.post("/tickets", as: person, json: Self.draft, key: "form-1")
      try #require(first.summary == "201")

      for other: Fields in [
        ["topic": "Drukarki", "message": "Nie drukuje"], ["topic": "Drukarka", "message": "Nie drukuje!"],
        ["topic": "Drukarka", "message": "Nie drukuje", "importance": "high"],
      ] {
        let answer = try await tickets.post("/tickets", as: person, json: other, key: "form-1")
        #expect(answer.summary == "409 idempotency_key_reused")
      }
      let spelt: Fields = ["topic": "Drukarka ", "message": "Nie drukuje", "importance": "normal"]
      #expect(try await tickets.post("/tickets", as: person, json: spelt, key: "form-1").isReplayed)
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
    }
  }

  @Test("the same key of another person is another key")
  func callers() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      var numbers: Set<Int> = []
      for person in [samples.reception, samples.owner, samples.tatryReception] {
        let answer = try await tickets.post("/tickets", as: person, json: Self.draft, key: "form-1")
        #expect(answer.summary == "201" && !answer.isReplayed)
        numbers.insert(try answer.ticket.number)
      }
      #expect(numbers.count == 3)
    }
  }

  @Test("a create that failed leaves its key free")
  func failure() async throws {
    try await withTickets { tickets async throws in
      let person = tickets.samples.agent
      func summary(_ account: UUID) async throws -> String {
        let draft: Fields = ["topic": "Drukarka", "message": "Nie drukuje", "account_id": account.text]
        let answer = try await tickets.post("/tickets", as: person, json: draft, key: "form-1")
        return answer.isReplayed ? "replayed" : answer.summary
      }
      #expect(try await summary(UUID()) == "422 invalid account_id")
      #expect(try await summary(tickets.samples.baltyk.id) == "201")
      #expect(try await summary(tickets.samples.baltyk.id) == "replayed")
    }
  }

  @Test("the same file uploaded anew is the same request, another file or name is not")
  func files() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      func send(_ bytes: [UInt8], name: String) async throws -> Answer {
        let file = try await tickets.attach(bytes, name: name, as: person)
        let draft: Fields = ["topic": "Drukarka", "message": "Nie drukuje", "attachment_id": file.id.text]
        return try await tickets.post("/tickets", as: person, json: draft, key: "form-1")
      }
      let first = try await send(SampleFile.png, name: "ekran.png")

      let again = try await send(SampleFile.png, name: "ekran.png")
      let otherFile = try await send(SampleFile.gif, name: "ekran.png")
      let otherName = try await send(SampleFile.png, name: "widok.png")
      let none = try await tickets.post("/tickets", as: person, json: Self.draft, key: "form-1")

      #expect(first.summary == "201" && !first.isReplayed)
      #expect(again.summary == "201" && again.isReplayed && again.body == first.body)
      #expect(try again.ticket.messages?.first?.attachment?.sha256 == SampleFile.png.sha256)
      for answer in [otherFile, otherName, none] { #expect(answer.summary == "409 idempotency_key_reused") }
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
    }
  }

  @Test("the request sent again as it was, with the file that is now the ticket's, replays")
  func claimedFile() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let file = try await tickets.attach(as: person)
      let draft: Fields = ["topic": "Drukarka", "message": "Nie drukuje", "attachment_id": file.id.text]
      let first = try await tickets.post("/tickets", as: person, json: draft, key: "form-1")

      let again = try await tickets.post("/tickets", as: person, json: draft, key: "form-1")

      #expect(again.isReplayed && again.body == first.body)
    }
  }

  @Test("after 24 hours a key is new again, a minute before it is not")
  func age() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      func send(after age: String) async throws -> Answer {
        try await tickets.owner.run("UPDATE idempotency_record SET created_at = now() - \(age)::interval")
        return try await tickets.post("/tickets", as: person, json: Self.draft, key: "form-1")
      }
      let first = try await send(after: "0 s")

      let young = try await send(after: "23 hours 59 minutes")
      let old = try await send(after: "24 hours 1 minute")
      let renewed = try await send(after: "0 s")

      #expect(young.isReplayed && young.body == first.body)
      #expect(old.summary == "201" && !old.isReplayed)
      #expect(try old.ticket.number != first.ticket.number)
      #expect(renewed.isReplayed && renewed.body == old.body)
    }
  }

  @Test("a key is 1 to 255 visible ASCII characters")
  func keys() async throws {
    try await withTickets { tickets async throws in
      func summary(_ key: String) async throws -> String {
        try await tickets.post("/tickets", as: tickets.samples.reception, json: Self.draft, key: key).summary
      }
      for key in ["", "two words", "klucz-ż", String(repeating: "k", count: 256), "tab\tkey"] {
        #expect(try await summary(key) == "422 invalid Idempotency-Key", "«\(key.prefix(20))»")
      }
      for key in ["!", "~", "\"k\"", String(repeating: "k", count: 255)] {
        #expect(try await summary(key) == "201", "«\(key.prefix(20))»")
      }
    }
  }

  @Test("an answer sent twice stands once, even if the ticket was closed between")
  func replies() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let (one, other) = (try await tickets.open(as: person).number, try await tickets.open(as: person).number)
      func send(_ number: Int) async throws -> Answer {
        try await tickets.post("/tickets/\(number)/messages", as: person, json: ["text": "Już działa"], key: "answer-1")
      }
      let first = try await send(one)
      try await tickets.close(one, as: person)

      let again = try await send(one)
      let elsewhere = try await send(other)

      #expect(first.summary == "201" && first.headers[.location] == "/v1/tickets/\(one)")
      #expect(again.isReplayed && again.body == first.body)
      #expect(elsewhere.summary == "409 idempotency_key_reused")
      #expect(try await tickets.count("SELECT count(*) FROM message WHERE text = 'Już działa'") == 1)
      #expect(try await tickets.show(one, as: person).status == .closed)
    }
  }

  @Test("an upload sent twice keeps one file")
  func uploads() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let first = try await tickets.upload(SampleFile.png, name: "ekran.png", as: person, key: "file-1")

      let again = try await tickets.upload(SampleFile.png, name: "ekran.png", as: person, key: "file-1")
      let other = try await tickets.upload(SampleFile.gif, name: "ekran.png", as: person, key: "file-1")

      #expect(first.summary == "201" && again.isReplayed && again.body == first.body)
      #expect(other.summary == "409 idempotency_key_reused")
      #expect(try await tickets.count("SELECT count(*) FROM attachment") == 1)
      #expect(try await tickets.count("SELECT count(*) FROM attachment_chunk") == 1)
    }
  }
}

extension Answer {
  /// Whether this is an earlier answer given again.
  var isReplayed: Bool { headers[HTTPField.Name("Idempotency-Replayed")!] == "true" }
}
