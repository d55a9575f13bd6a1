import Domain
import Foundation
import NIOHTTP1
import Postgres
import TestSupport
import Testing

@Suite("A notification")
struct NotificationJourneyTests {
  @Test("is sent, postponed, read, answered with a file, deleted, found in the history and restored")
  func journey() async throws {
    try await withTestSuite { suite in
      let (reception, agent) = (
        try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.agent)
      )
      let number = try await agent.notify(["user_id": suite.samples.reception.userId.text], topic: "Aktualizacja")
      let path = "/v1/notifications/\(number)"
      #expect(try await reception.due() == [number])

      let postponed = try await reception.send(.PUT, "\(path)/reminder", json: #"{"preset": "in_an_hour"}"#)
      #expect(try postponed.value(as: Domain.Notification.self).status == .postponed)
      #expect(try await reception.due() == [])
      #expect(try await reception.send(.PUT, "\(path)/reading").value(as: Domain.Notification.self).status == .read)

      var form = TestForm()
      form.add("message", "A o której?")
      form.add(TestFile("ekran.png", seed: 3))
      let answered = try await reception.post("\(path)/ticket", form: form, headers: ["Idempotency-Key": "a"])
      let again = try await reception.post("\(path)/ticket", form: form, headers: ["Idempotency-Key": "a"])
      let ticket: Ticket = try answered.value()
      #expect(
        (answered.status, ticket.topic, ticket.messages?.first?.attachment?.name) == (201, "Aktualizacja", "ekran.png"))
      #expect((again.status, again["Idempotency-Replayed"]) == (201, "true"))
      #expect(try await reception.get(path).value(as: Domain.Notification.self).ticketNumber == ticket.number)

      var two = form
      two.add(TestFile("drugi.png", seed: 4))
      let refused = try await reception.post("\(path)/ticket", form: two)
      #expect((refused.status, refused.problem?.code) == (422, "too_many_attachments"))
      #expect(try await suite.stored() == .init(tickets: 1, messages: 1, attachments: 1, chunks: 1))

      #expect(try await reception.send(.PUT, "\(path)/deletion").status == 200)
      let entries: Page<HistoryEntry> = try await reception.get("/v1/history?status=deleted").value()
      #expect(entries.items.map(\.number) == [number])
      #expect(entries.items.first?.ticketNumber == ticket.number)
      #expect(try await reception.send(.DELETE, "\(path)/deletion").value(as: Domain.Notification.self).status == .read)
      let receipts: Page<Receipt> = try await agent.get("\(path)/receipts").value()
      #expect(receipts.items.map(\.status) == [.read])
    }
  }

  @Test("tells the author of an answer, and everyone in the account if its manager wants that")
  func audience() async throws {
    try await withTestSuite { suite in
      let (reception, owner) = (
        try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.owner)
      )
      let agent = try await suite.caller(suite.samples.agent)
      let ticket: Ticket = try await reception.post("/v1/tickets", json: #"{"topic": "a", "message": "b"}"#).value()
      let answer = { (text: String) in
        let sent = try await agent.post("/v1/tickets/\(ticket.number)/messages", json: #"{"text": "\#(text)"}"#)
        #expect(sent.status == 201)
      }
      try await answer("pierwsza")
      try await waitUntil("the author is told") { try await reception.due().count == 1 }
      #expect(try await owner.due() == [])

      let refused = try await reception.send(.PATCH, "/v1/account", json: #"{"answer_audience": "account"}"#)
      #expect((refused.status, refused.problem?.code) == (403, "forbidden"))
      let wrong = try await owner.send(.PATCH, "/v1/account", json: #"{"answer_audience": "all"}"#)
      #expect((wrong.status, wrong.problem?.fields?.keys.first) == (422, "answer_audience"))
      let changed = try await owner.send(.PATCH, "/v1/account", json: #"{"answer_audience": "account"}"#)
      #expect(changed.status == 200 && changed.text.contains(#""answer_audience":"account""#))
      #expect(try await reception.get("/v1/account").text.contains(#""answer_audience":"account""#))
      #expect(try await agent.get("/v1/account").status == 403)

      try await answer("druga")
      try await waitUntil("both are told") {
        let (mine, theirs) = (try await reception.due().count, try await owner.due().count)
        return (mine, theirs) == (2, 1)
      }

      let tatry = try await suite.caller(suite.samples.tatryOwner)
      #expect(try await tatry.due() == [])
    }
  }

  @Test("about a ticket counts as read once the ticket is")
  func reading() async throws {
    try await withTestSuite { suite in
      let (reception, agent) = (
        try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.agent)
      )
      let ticket: Ticket = try await reception.post("/v1/tickets", json: #"{"topic": "a", "message": "b"}"#).value()
      _ = try await agent.post("/v1/tickets/\(ticket.number)/messages", json: #"{"text": "odpowiedź"}"#)
      try await waitUntil("the author is told") { try await reception.due().count == 1 }
      #expect(try await reception.get("/v1/tickets/\(ticket.number)").status == 200)
      try await waitUntil("it counts as read") { try await reception.due().isEmpty }
      let topics = try await reception.get("/v1/topics").text
      #expect(topics.contains(#""in_use":["a"]"#))
    }
  }

  @Test("waits while its process is away, and comes once when it is back")
  func outage() async throws {
    try await withTestSuite { suite in
      let (reception, agent) = (
        try await suite.caller(suite.samples.reception), try await suite.caller(suite.samples.agent)
      )
      let ticket: Ticket = try await reception.post("/v1/tickets", json: #"{"topic": "a", "message": "b"}"#).value()
      suite.notifications.send(SIGKILL)
      _ = try await suite.notifications.end()

      let answered = try await agent.post("/v1/tickets/\(ticket.number)/messages", json: #"{"text": "odpowiedź"}"#)
      #expect(answered.status == 201)
      let missing = try await reception.get("/v1/notifications?due=true")
      #expect((missing.status, missing.problem?.code) == (503, "unavailable"))
      #expect(try await reception.get("/v1/history").status == 503)
      #expect(try await reception.get("/v1/tickets/\(ticket.number)").status == 200)
      #expect(try await suite.stranger.get("/health/ready").status == 503)

      try await suite.processes.start(.notifications)
      try await waitUntil("the answer is told") {
        let page: Page<Domain.Notification> = try await reception.get("/v1/notifications").value()
        return page.items.map(\.text) == ["odpowiedź"]
      }
      try await waitUntil("the road is empty") {
        try await suite.owner.first("SELECT count(*) FROM outbox", as: Int.self) == 0
      }
      let page: Page<Domain.Notification> = try await reception.get("/v1/notifications").value()
      #expect(page.items.count == 1)
    }
  }
}

extension TestCaller {
  /// The numbers of what is to pop up for this person now.
  fileprivate func due() async throws -> [Int] {
    let page: Page<Domain.Notification> = try await get("/v1/notifications?due=true").value()
    return page.items.map(\.number)
  }
}
