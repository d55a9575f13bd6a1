import Crypto
import Domain
import Foundation
import Postgres

/// Loads what was asked and answered in the demonstration.
struct DemoTickets {
  let db: any Database
  let people: [DemoPerson: DemoPeople.Known]
  let calendar: DemoCalendar

  /// Bytes of a file in one row (`attachment_chunk_size`).
  private static let chunkSize = 262_144

  /// Those that are not there yet.
  func missing() async throws -> [DemoTicket] {
    let firstIds = DemoTicket.all.map { $0.messageId(0) }
    let there = Set(try await db.all("SELECT id FROM message WHERE id = ANY(\(firstIds))", as: UUID.self))
    return DemoTicket.all.filter { !there.contains($0.messageId(0)) }
  }

  /// Opens a ticket with all that was said in it.
  func open(_ ticket: DemoTicket) async throws {
    let author = try people.require(ticket.author).id
    let account = try people.require(ticket.author).accountId
    let assignee = try ticket.assignee.map { try people.require($0).id }
    let visible = ticket.visibleMessages
    let times = visible.map { calendar.instant($0.moment) }
    let answered = visible.first { $0.side == .support }.map { calendar.instant($0.moment) }
    try await speaking(as: ticket.assignee ?? .anna) { db in
      let number: Int? = try await db.first(
        """
        INSERT INTO ticket (account_id, author_id, assignee_id, topic, importance, status, version, created_at, updated_at,
          first_answered_at)
        VALUES (\(account), \(author), \(assignee), \(ticket.topic), \(ticket.importance), \(ticket.status),
          \(ticket.version), \(times.first), \(times.last), \(answered))
        RETURNING number
        """)
      for (position, message) in ticket.messages.enumerated() {
        let speaker = try people.require(message.author).id
        try await db.run(
          """
          INSERT INTO message (id, ticket_number, account_id, author_id, side, text, internal, created_at)
          VALUES (\(ticket.messageId(position)), \(number), \(account), \(speaker), \(message.side), \(message.text),
            \(message.internal), \(calendar.instant(message.moment)))
          """)
      }
    }
    for (position, message) in ticket.messages.enumerated() {
      guard let file = message.file else { continue }
      try await attach(file, to: message, at: position, of: ticket)
    }
  }

  private func attach(_ file: DemoFile, to message: DemoMessage, at position: Int, of ticket: DemoTicket) async throws {
    let (id, bytes, at) = (ticket.attachmentId(position), file.bytes, calendar.instant(message.moment))
    let uploader = try people.require(message.author).id
    try await speaking(as: message.author) { db in
      try await db.run(
        """
        INSERT INTO attachment (id, uploader_id, message_id, name, media_type, size, sha256, created_at, completed_at)
        VALUES (\(id), \(uploader), \(ticket.messageId(position)), \(file.name), \(file.mediaType), \(bytes.count),
          \(Array(SHA256.hash(data: bytes))), \(at), \(at))
        """)
      for (index, start) in stride(from: 0, to: bytes.count, by: Self.chunkSize).enumerated() {
        let chunk = Array(bytes[start..<min(start + Self.chunkSize, bytes.count)])
        try await db.run(
          "INSERT INTO attachment_chunk (attachment_id, position, bytes) VALUES (\(id), \(index), \(chunk))")
      }
    }
  }

  /// Remembers up to where a person has read these tickets.
  func markRead(_ tickets: [DemoTicket], by person: DemoPerson) async throws {
    let user = try people.require(person).id
    let theirs = person.role.isSupport ? tickets : tickets.filter { $0.author.hotel == person.hotel }
    let read = theirs.compactMap { ticket in ticket.lastRead(by: person).map(ticket.messageId) }
    try await speaking(as: person) { db in
      try await db.run(
        """
        INSERT INTO ticket_reading (ticket_number, user_id, read_at)
        SELECT ticket_number, \(user), created_at
        FROM message
        WHERE id = ANY(\(read))
        """)
    }
  }

  /// Row-level security lets everybody write a file and a reading of their own only; the rest is support's to write.
  private func speaking(
    as person: DemoPerson, _ body: nonisolated(nonsending) (any Database) async throws -> Void
  ) async throws {
    try await db.transaction(
      settings: [("pomoc.role", Role.agent.rawValue), ("pomoc.user", try people.require(person).id.text)], body)
  }
}
