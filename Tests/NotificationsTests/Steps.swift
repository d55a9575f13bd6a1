import Domain
import Foundation
import HTTPTypes
import Postgres
import ServiceKit
import TestSupport
import Testing

/// Whom a test's notification is for.
enum Audience: Sendable {
  case user(Principal)
  case account(Account)
  case everyone

  /// As it stands in a request.
  var field: any Encodable & Sendable {
    switch self {
    case .user(let person): ["user_id": person.userId.text]
    case .account(let account): ["account_id": account.id.text]
    case .everyone: "everyone"
    }
  }
}

/// What the tests do over and over; each step must succeed.
extension NotificationsApp {
  /// Support sends a notification; answers with its number.
  @discardableResult
  func send(
    to audience: Audience, topic: String = "Przerwa", text: String = "Od 20:00 do 20:15", about ticket: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Int {
    var draft: Fields = ["to": audience.field, "topic": topic, "text": text]
    if let ticket { draft["ticket_number"] = ticket }
    let answer = try await send(.post, "/notifications", as: samples.agent, json: draft)
    try #require(answer.summary == "201", sourceLocation: sourceLocation)
    return try answer.notification.number
  }

  func show(
    _ number: Int, as person: Principal, in language: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Domain.Notification {
    let answer = try await get("/notifications/\(number)", as: person, in: language)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.notification
  }

  func list(
    _ query: String = "", as person: Principal, in language: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [Domain.Notification] {
    let answer = try await get("/notifications\(query.isEmpty ? "" : "?\(query)")", as: person, in: language)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.notifications.items
  }

  func numbers(
    _ query: String = "", as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [Int] {
    try await list(query, as: person, sourceLocation: sourceLocation).map(\.number)
  }

  /// The numbers of those to pop up now.
  func due(as person: Principal, sourceLocation: SourceLocation = #_sourceLocation) async throws -> [Int] {
    try await numbers("due=true", as: person, sourceLocation: sourceLocation)
  }

  func history(
    _ query: String = "", as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [HistoryEntry] {
    let answer = try await get("/history\(query.isEmpty ? "" : "?\(query)")", as: person)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.history.items
  }

  func receipts(
    of number: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [Receipt] {
    let answer = try await get("/notifications/\(number)/receipts", as: samples.agent)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.receipts.items
  }

  @discardableResult
  func read(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Domain.Notification {
    try await act(.put, "reading", on: number, as: person, sourceLocation: sourceLocation)
  }

  @discardableResult
  func delete(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Domain.Notification {
    try await act(.put, "deletion", on: number, as: person, sourceLocation: sourceLocation)
  }

  @discardableResult
  func restore(
    _ number: Int, as person: Principal, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Domain.Notification {
    try await act(.delete, "deletion", on: number, as: person, sourceLocation: sourceLocation)
  }

  @discardableResult
  func postpone(
    _ number: Int, as person: Principal, _ reminder: Fields = ["preset": "in_an_hour"],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Domain.Notification {
    let answer = try await send(.put, "/notifications/\(number)/reminder", as: person, json: reminder)
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.notification
  }

  private func act(
    _ method: HTTPRequest.Method, _ what: String, on number: Int, as person: Principal, sourceLocation: SourceLocation
  ) async throws -> Domain.Notification {
    let answer = try await send(method, "/notifications/\(number)/\(what)", as: .principal(person))
    try #require(answer.summary == "200", sourceLocation: sourceLocation)
    return try answer.notification
  }

  /// A number out of the database, as its owner sees it.
  func count(_ sql: SQL) async throws -> Int {
    try #require(try await owner.first(sql, as: Int.self))
  }

  /// A ticket, past its service; answers with its number.
  ///
  /// - Parameter notification: the one that it answers.
  func ticket(of author: Principal, in account: Account? = nil, answering notification: Int? = nil) async throws -> Int
  {
    let account = try #require(account?.id ?? author.accountId)
    return try #require(
      try await owner.first(
        """
        INSERT INTO ticket (account_id, author_id, topic, notification_number)
        VALUES (\(account), \(author.userId), 'Drukarka', \(notification))
        RETURNING number
        """, as: Int.self))
  }

  /// Lets a manager's choice stand: whom answers are told to, and what members see.
  func set(_ account: Account, audience: AnswerAudience = .author, scope: HistoryScope = .account) async throws {
    let changed = try await owner.run(
      """
      UPDATE account SET answer_audience = \(audience.rawValue), history_scope = \(scope.rawValue)
      WHERE id = \(account.id)
      """)
    try #require(changed == 1)
  }

  /// A new member of an account.
  func newcomer(to account: Account) async throws -> Principal {
    let person = Principal(userId: .v7(), name: "Nowa Osoba", role: .member, accountId: account.id)
    try await owner.run(
      """
      INSERT INTO app_user (id, account_id, external_id, name, role)
      VALUES (\(person.userId), \(account.id), 'nowa', \(person.name), 'member')
      """)
    return person
  }
}
