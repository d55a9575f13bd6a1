import AsyncHTTPClient
import Domain
import Foundation
import NIOHTTP1
import Postgres
import ServiceKit
import TestSupport
import Testing

@Suite("Another account's credential")
struct ForeignAccountTests {
  @Test("finds nothing on any route, and cannot tell what is there from what is not")
  func walk() async throws {
    #expect(Set(ForeignCalls.byRoute.keys) == (try PublicRoutes.all()), "a route without a case, or a case without one")
    try await withTestSuite { suite in
      let target = try await ForeignTarget(in: suite)
      let missing = ForeignTarget.missing
      let before = try await target.state(in: suite)
      for intruder in [suite.samples.tatryReception, suite.samples.tatryOwner] {
        let tokens = [try await suite.session(of: intruder), try await suite.key(of: intruder)]
        for caller in tokens.map({ suite.bearer($0.text) }) {
          for (route, calls) in ForeignCalls.byRoute.sorted(by: { $0.key < $1.key }) {
            for call in calls {
              let comment = Comment(rawValue: "\(route) as \(intruder.role): \(call.expected)")
              let answer = try await call.send(caller, target)
              switch call.expected {
              case .refusal(let status):
                let answerToNothing = try await call.send(caller, missing)
                #expect(answer.status == status, comment)
                #expect(answer.comparable == answerToNothing.comparable, comment)
              case .nothing(let text):
                #expect((answer.status, answer.sortedText) == (200, text), comment)
              }
            }
          }
        }
      }
      #expect(try await target.state(in: suite) == before)
      #expect(try await suite.stored() == target.stored)
    }
  }

  @Test("of one's own account finds nothing of what was sent to somebody else")
  func foreignUser() async throws {
    try await withTestSuite { suite in
      let target = try await ForeignTarget(in: suite)
      let personal = try #require(target.notifications.last)
      let colleague = try await suite.caller(suite.samples.owner)
      let before = try await target.state(in: suite)
      for (number, isRefused) in [(personal, true), (target.notifications[0], false)] {
        let path = "/v1/notifications/\(number)"
        let answers = [
          try await colleague.get(path), try await colleague.send(.PUT, "\(path)/reading"),
          try await colleague.send(.PUT, "\(path)/reminder", json: #"{"preset": "in_an_hour"}"#),
          try await colleague.send(.PUT, "\(path)/deletion"), try await colleague.send(.DELETE, "\(path)/deletion"),
          try await colleague.post("\(path)/ticket", json: #"{"message": "y"}"#),
        ]
        #expect(answers.allSatisfy { ($0.status == 404) == isRefused }, "\(answers.map(\.status))")
        if isRefused { #expect(try await target.state(in: suite) == before) }
      }
      let listed: Page<Domain.Notification> = try await colleague.get("/v1/notifications").value()
      #expect(listed.items.map(\.number) == [target.notifications[0]])
      let entries: Page<HistoryEntry> = try await colleague.get("/v1/history?kind=notification").value()
      #expect(entries.items.map(\.number) == [target.notifications[0]])
    }
  }

  @Test("is bound to its own idempotency keys, sessions and account")
  func ownThings() async throws {
    try await withTestSuite { suite in
      let reception = try await suite.caller(suite.samples.reception)
      let intruder = try await suite.caller(suite.samples.tatryReception)
      let json = #"{"topic": "Pokoje", "message": "Jak zablokować pokój?"}"#
      let mine = try await reception.post("/v1/tickets", json: json, headers: ["Idempotency-Key": "one"])
      let theirs = try await intruder.post("/v1/tickets", json: json, headers: ["Idempotency-Key": "one"])
      #expect((mine.status, theirs.status) == (201, 201))
      #expect(theirs["Idempotency-Replayed"] == nil)
      #expect(try mine.value(as: Ticket.self).number != theirs.value(as: Ticket.self).number)

      let listed: Page<Ticket> = try await intruder.get("/v1/tickets").value()
      #expect(listed.items.map(\.account.id) == [suite.samples.tatry.id])
      #expect(try await intruder.get("/v1/me").text.contains("Hotel Tatry"))

      #expect(try await intruder.send(.DELETE, "/v1/sessions/current").status == 204)
      #expect(try await intruder.get("/v1/me").status == 401)
      #expect(try await reception.get("/v1/me").status == 200)
    }
  }
}

/// What the first account has: a ticket with a conversation, with files on both sides, a file without a message, and
/// notifications to all of it and to one person.
struct ForeignTarget: Sendable {
  let number: Int
  let files: [UUID]
  let notifications: [Int]
  let account: UUID
  let person: UUID
  /// All rows of the database, all of them this account's.
  let stored: TestSuite.Stored

  /// What nobody has.
  static var missing: ForeignTarget {
    ForeignTarget(
      number: 999_999, files: [UUID(), UUID(), UUID()], notifications: [999_998, 999_997], account: UUID(),
      person: UUID(),
      stored: .init(tickets: 0, messages: 0, attachments: 0, chunks: 0))
  }

  private init(number: Int, files: [UUID], notifications: [Int], account: UUID, person: UUID, stored: TestSuite.Stored)
  {
    self.number = number
    self.files = files
    self.notifications = notifications
    self.account = account
    self.person = person
    self.stored = stored
  }

  init(in suite: TestSuite) async throws {
    let reception = try await suite.caller(suite.samples.reception)
    let agent = try await suite.caller(suite.samples.agent)
    let opened = try await reception.post(
      "/v1/tickets", form: TestForm(topic: "Faktury", message: "Nie widzę faktury.", file: TestFile()))
    number = try opened.value(as: Ticket.self).number
    var note = TestForm()
    note.add("internal", "true")
    note.add("text", "Notatka działu wsparcia.")
    note.add(TestFile("notatka.png", seed: 2))
    let noted: Message = try await agent.post("/v1/tickets/\(number)/messages", form: note).value()
    let staged: Domain.Attachment = try await reception.send(
      .POST, "/v1/attachments?name=luzem.png", body: .bytes(TestFile(seed: 3).bytes)
    ).value()
    let shown: Ticket = try await agent.get("/v1/tickets/\(number)").value()
    files = (shown.messages ?? []).compactMap(\.attachment?.id) + [staged.id]
    let hidden = try #require(noted.attachment)
    #expect(files.count == 3 && files.contains(hidden.id))
    let audiences = [
      ["account_id": suite.samples.baltyk.id.text], ["user_id": suite.samples.reception.userId.text],
    ]
    var numbers: [Int] = []
    for audience in audiences { numbers.append(try await agent.notify(audience, topic: "Faktury", ticket: number)) }
    notifications = numbers
    account = suite.samples.baltyk.id
    person = suite.samples.reception.userId
    stored = try await suite.stored()
  }

  /// The ticket and the receipts as text, which no call of the intruder's may change.
  func state(in suite: TestSuite) async throws -> String? {
    try await suite.owner.first(
      """
      SELECT row_to_json(ticket)::text || COALESCE((SELECT json_agg(receipt ORDER BY id)::text FROM receipt), '')
      FROM ticket
      WHERE number = \(number)
      """)
  }
}

extension TestAnswer {
  /// Everything that could tell two answers apart, but for what differs between any two.
  fileprivate var comparable: [String] {
    let varying: Set = ["x-request-id", "date", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]
    let headers = headers.map { (name: $0.name.lowercased(), value: $0.value) }.filter { !varying.contains($0.name) }
    return ["\(status)"] + headers.map { "\($0.name): \($0.value)" }.sorted() + [sortedText]
  }

  /// The body; of a JSON object with its members in order, for the encoder has none.
  fileprivate var sortedText: String {
    guard let object = try? JSONSerialization.jsonObject(with: body),
      let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return text }
    return String(decoding: data, as: UTF8.self)
  }
}
