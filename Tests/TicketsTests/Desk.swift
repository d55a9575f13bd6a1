import Domain
import Foundation
import HTTPTypes
import Postgres
import Testing

/// What the tests do over and over, in the words of the desk; each step must succeed.
extension TicketsApp {
  @discardableResult
  func open(
    as person: Principal, topic: String = "Drukarka", message: String = "Drukarka w recepcji nie działa",
    importance: String? = nil, attachment: UUID? = nil, for account: Account? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Ticket {
    var draft: Fields = ["topic": topic, "message": message]
    if let importance { draft["importance"] = importance }
    if let attachment { draft["attachment_id"] = attachment.text }
    if let account { draft["account_id"] = account.id.text }
    let answer = try await post("/tickets", as: person, json: draft)
    try #require(answer.summary == "201", sourceLocation: sourceLocation)
    return try answer.ticket
  }

  @discardableResult
  func reply(
    to number: Int, as person: Principal, text: String = "Dziękuję", internal isInternal: Bool? = nil,
    attachment: UUID? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Message {
    var draft: Fields = ["text": text]
    if let isInternal { draft["internal"] = isInternal }
    if let attachment { draft["attachment_id"] = attachment.text }
    let answer = try await post("/tickets/\(number)/messages", as: person, json: draft)
    try #require(answer.summary == "201", sourceLocation: sourceLocation)
    return try answer.message
  }

  /// Opens the ticket's page, which also marks it read.
  func show(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Ticket {
    let answer = try await get("/tickets/\(number)", as: person)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.ticket
  }

  /// A ticket as it stands in the list, which leaves it unread.
  func listed(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Ticket {
    try #require(
      try await list(as: person).items.first { $0.number == number }, sourceLocation: sourceLocation)
  }

  func list(
    _ query: String = "", as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Page<Ticket> {
    let answer = try await get("/tickets\(query.isEmpty ? "" : "?\(query)")", as: person)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.tickets
  }

  func numbers(
    _ query: String = "", as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [Int] {
    try await list(query, as: person, sourceLocation: sourceLocation).items.map(\.number)
  }

  func history(
    _ query: String = "", as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Page<HistoryEntry> {
    let answer = try await get("/history\(query.isEmpty ? "" : "?\(query)")", as: person)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.history
  }

  @discardableResult
  func change(
    _ number: Int, as person: Principal, _ fields: Fields, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Ticket {
    let answer = try await patch(number, as: person, json: fields)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.ticket
  }

  func close(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await send(.put, "/tickets/\(number)/closure", as: person)
    try #require(answer.summary == "204", sourceLocation: sourceLocation)
  }

  func reopen(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await send(.delete, "/tickets/\(number)/closure", as: person)
    try #require(answer.summary == "204", sourceLocation: sourceLocation)
  }

  /// Uploads a file and answers with it as the service took it.
  func attach(
    _ bytes: [UInt8] = SampleFile.png, name: String = "ekran.png", as person: Principal,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Domain.Attachment {
    let answer = try await upload(bytes, name: name, as: person)
    try #require(answer.summary == "201", sourceLocation: sourceLocation)
    return try answer.attachment
  }

  /// A single number out of the database, as its owner sees it.
  func count(_ sql: SQL) async throws -> Int {
    try #require(try await owner.first(sql, as: Int.self))
  }

  /// Sets when a ticket was last changed.
  func setUpdated(_ number: Int, at instant: String) async throws {
    let touched = try await owner.run("UPDATE ticket SET updated_at = \(instant) WHERE number = \(number)")
    try #require(touched == 1)
  }
}
