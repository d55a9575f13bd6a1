import Domain
import Foundation
import NIOHTTP1
import TestSupport
import Testing

@Suite("A ticket with one file")
struct JourneyTests {
  @Test("is sent with a screenshot, answered with a file, found unread, read, answered, closed and reopened")
  func journey() async throws {
    try await withTestSuite { suite in
      let reception = try await suite.caller(suite.samples.reception)
      let agent = try await suite.caller(suite.samples.agent)
      let screenshot = TestFile("ekran – błąd.png", size: 300_000, seed: 1)
      let guide = TestFile("instrukcja.txt", text: "Krok 1: otwórz Ustawienia.\n")

      let opened = try await reception.post(
        "/v1/tickets",
        form: TestForm(topic: "Faktury", message: "Nie widzę faktury.", file: screenshot).adding("importance", "high"))
      let ticket: Ticket = try opened.value()
      #expect(opened.status == 201)
      #expect(opened["Location"] == "/v1/tickets/\(ticket.number)")
      #expect((ticket.status, ticket.importance) == (.new, .high))
      #expect(ticket.messages?.first?.attachment?.sha256 == screenshot.sha256)

      let path = "/v1/tickets/\(ticket.number)"
      let desk: Page<Ticket> = try await agent.get("/v1/tickets?status=new").value()
      #expect(desk.items.map(\.number) == [ticket.number])
      var answer = TestForm()
      answer.add(guide)
      answer.add("text", "Proszę zajrzeć do instrukcji.")
      #expect(try await agent.post("\(path)/messages", form: answer).status == 201)
      let waiting = try await agent.send(.PATCH, path, json: #"{"status": "waiting"}"#)
      #expect(waiting.status == 200)

      let entry = try #require(try await history(of: reception).first)
      #expect((entry.number, entry.unread, entry.status) == (ticket.number, true, "waiting"))
      #expect(entry.preview == "Proszę zajrzeć do instrukcji.")

      let read: Ticket = try await reception.get(path).value()
      #expect(read.messages?.map(\.author.side) == [.user, .support])
      for (message, file) in zip(read.messages ?? [], [screenshot, guide]) {
        let attachment = try #require(message.attachment)
        let download = try await reception.get("/v1/attachments/\(attachment.id.text)")
        #expect(download.status == 200)
        #expect(Array(download.body) == file.bytes)
        #expect(attachment.name == file.name)
      }
      #expect(try await history(of: reception).first?.unread == false)

      #expect(try await reception.post("\(path)/messages", json: #"{"text": "Dziękuję, działa."}"#).status == 201)
      #expect(try await history(of: reception).first?.status == "in_progress")
      #expect(try await reception.send(.PUT, "\(path)/closure").status == 204)
      let late = try await reception.post("\(path)/messages", json: #"{"text": "Jeszcze jedno."}"#)
      #expect((late.status, late.problem?.code) == (409, "ticket_closed"))
      #expect(try await reception.send(.DELETE, "\(path)/closure").status == 204)
      #expect(try await reception.post("\(path)/messages", json: #"{"text": "Jeszcze jedno."}"#).status == 201)
      let last: Ticket = try await agent.get(path).value()
      #expect((last.status, last.messageCount, last.unread) == (.inProgress, 4, true))
    }
  }

  private func history(of caller: TestCaller) async throws -> [HistoryEntry] {
    let page: Page<HistoryEntry> = try await caller.get("/v1/history?kind=ticket").value()
    return page.items
  }
}
