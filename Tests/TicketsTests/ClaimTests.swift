import Domain
import Foundation
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Tickets

@Suite("The one file of a message")
struct ClaimTests {
  @Test("a file is claimed once, by a ticket or an answer")
  func once() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let file = try await tickets.attach(as: person)
      let number = try await tickets.open(as: person).number
      let message = try await tickets.reply(to: number, as: person, attachment: file.id)
      #expect(message.attachment == file)

      let reply: Fields = ["text": "x", "attachment_id": file.id.text]
      let draft: Fields = ["topic": "x", "message": "x", "attachment_id": file.id.text]
      #expect(
        try await tickets.post("/tickets/\(number)/messages", as: person, json: reply).summary
          == "422 too_many_attachments")
      #expect(try await tickets.post("/tickets", as: person, json: draft).summary == "422 too_many_attachments")
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
      #expect(try await tickets.count("SELECT count(*) FROM message") == 2)
    }
  }

  @Test("of two claims at once one is refused, and its ticket is not there")
  func race() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let file = try await tickets.attach(as: person)
      let draft: Fields = ["topic": "x", "message": "x", "attachment_id": file.id.text]

      let summaries = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<6 {
          group.addTask { try await tickets.post("/tickets", as: person, json: draft).summary }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(summaries.sorted() == ["201"] + [String](repeating: "422 too_many_attachments", count: 5))
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 1)
    }
  }

  @Test("somebody else's file is not there, not even for a colleague or support")
  func others() async throws {
    try await withTickets { tickets in
      let samples = tickets.samples
      let file = try await tickets.attach(as: samples.reception)
      for person in [samples.owner, samples.tatryReception, samples.agent] {
        var draft: Fields = ["topic": "x", "message": "x", "attachment_id": file.id.text]
        if person.isSupport { draft["account_id"] = samples.baltyk.id.text }
        #expect(try await tickets.post("/tickets", as: person, json: draft).summary == "404 not_found")
      }
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 0)
      try await tickets.open(as: samples.reception, attachment: file.id)
    }
  }

  @Test("an hour after its upload a file can no longer be claimed, a minute before it can")
  func age() async throws {
    try await withTickets { tickets async throws in
      let person = tickets.samples.reception
      func summary(after age: String) async throws -> String {
        let file = try await tickets.attach(as: person)
        try await tickets.owner.run(
          "UPDATE attachment SET completed_at = completed_at - \(age)::interval WHERE id = \(file.id)")
        let draft: Fields = ["topic": "x", "message": "x", "attachment_id": file.id.text]
        return try await tickets.post("/tickets", as: person, json: draft).summary
      }
      #expect(try await summary(after: "59 minutes") == "201")
      #expect(try await summary(after: "61 minutes") == "404 not_found")
    }
  }

  @Test("a file that is still arriving cannot be claimed")
  func unfinished() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let file = try await tickets.attach(as: person)
      try await tickets.owner.run("UPDATE attachment SET completed_at = NULL, sha256 = NULL WHERE id = \(file.id)")
      let draft: Fields = ["topic": "x", "message": "x", "attachment_id": file.id.text]
      #expect(try await tickets.post("/tickets", as: person, json: draft).summary == "404 not_found")
    }
  }
}

@Suite("Sweeping")
struct SweeperTests {
  @Test("files that were never claimed go after an hour, unfinished ones after two, the rest stays")
  func files() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let claimed = try await tickets.attach(SampleFile.gif, name: "claimed", as: person)
      try await tickets.open(as: person, attachment: claimed.id)
      for (name, finished, age) in [
        ("fresh", true, "59 minutes"), ("old", true, "61 minutes"), ("arriving", false, "119 minutes"),
        ("broken", false, "121 minutes"),
      ] {
        let file = try await tickets.attach(name: name, as: person)
        try await tickets.owner.run(
          """
          UPDATE attachment
          SET created_at = created_at - \(age)::interval,
            completed_at = CASE WHEN \(finished) THEN completed_at - \(age)::interval END
          WHERE id = \(file.id)
          """)
      }
      try await tickets.owner.run(
        "UPDATE attachment SET created_at = created_at - interval '9 days' WHERE id = \(claimed.id)")

      try await Sweeper(pool: tickets.pool).sweep()

      let kept = try await tickets.owner.all("SELECT name FROM attachment ORDER BY name", as: String.self)
      #expect(kept == ["arriving", "claimed", "fresh"])
      #expect(try await tickets.count("SELECT count(*) FROM attachment_chunk") == 3)
      #expect(try await tickets.get("/attachments/\(claimed.id.text)", as: person).body == SampleFile.gif)
    }
  }

  @Test("a slow upload that began long ago has its hour from its end")
  func slow() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let file = try await tickets.attach(as: person)
      try await tickets.owner.run("UPDATE attachment SET created_at = created_at - interval '3 hours'")

      try await Sweeper(pool: tickets.pool).sweep()

      try await tickets.open(as: person, attachment: file.id)
    }
  }

  @Test("answers to keys go after a day, the younger ones stay")
  func keys() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      for (key, age) in [("old", "25 hours"), ("young", "23 hours")] {
        let draft: Fields = ["topic": "x", "message": "x"]
        try #require(try await tickets.post("/tickets", as: person, json: draft, key: key).status == 201)
        try await tickets.owner.run(
          "UPDATE idempotency_record SET created_at = created_at - \(age)::interval WHERE key = \(key)")
      }

      try await Sweeper(pool: tickets.pool).sweep()

      #expect(try await tickets.owner.all("SELECT key FROM idempotency_record", as: String.self) == ["young"])
      #expect(try await tickets.count("SELECT count(*) FROM ticket") == 2)
    }
  }

  @Test("however much there is to sweep, one sweep takes it all")
  func many() async throws {
    try await withTickets { tickets in
      let user = tickets.samples.reception.userId
      try await tickets.owner.run(
        """
        INSERT INTO attachment (id, uploader_id, name, media_type, created_at)
        SELECT gen_random_uuid(), \(user), 'x', 'text/plain', now() - interval '1 day' FROM generate_series(1, 250)
        """)
      try await tickets.owner.run(
        """
        INSERT INTO idempotency_record (user_id, key, fingerprint, created_at)
        SELECT \(user), 'k' || n, sha256('x'), now() - interval '2 days' FROM generate_series(1, 200) AS n
        """)

      try await Sweeper(pool: tickets.pool).sweep()

      #expect(try await tickets.leftFiles() == 0)
      #expect(try await tickets.count("SELECT count(*) FROM idempotency_record") == 0)
    }
  }
}
