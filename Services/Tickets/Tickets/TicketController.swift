import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import ServiceKit

/// Tickets over HTTP: open, list, read, change, close, reopen.
struct TicketController {
  let pool: Pool
  let zone: TimeZone

  var routes: [Route] {
    [
      Route(.post, "/tickets", use: open),
      Route(.get, "/tickets", use: list),
      Route(.get, "/tickets/:number", use: show),
      Route(.patch, "/tickets/:number", use: change),
      Route(.put, "/tickets/:number/closure", use: close),
      Route(.delete, "/tickets/:number/closure", use: reopen),
      Route(.post, "/notifications/:number/ticket", use: answer),
    ]
  }

  /// Ticket, first message, claim of the file, idempotency record and event: one transaction, or nothing.
  private func open(_ request: Request, _ context: AppContext) async throws -> Idempotency.Creation {
    let principal = try context.requirePrincipal()
    let key = try request.idempotencyKey()
    let draft = try await request.fields(TicketDraft.self).validated(by: principal)
    return try await pool.acting(as: principal) { db in
      try await open(draft, key, db, principal)
    }
  }

  /// Answers a notification: a ticket of its topic, linked to it.
  private func answer(_ request: Request, _ context: AppContext) async throws -> Idempotency.Creation {
    let principal = try context.requirePrincipal()
    guard let account = principal.accountId else { throw Problem(.forbidden) }
    let number = try context.requireNumber()
    let key = try request.idempotencyKey()
    let answer = try await request.fields(NotificationAnswer.self)
    return try await pool.acting(as: principal) { db in
      let notification = try await TicketRepository(db: db, principal: principal).requireNotification(number)
      return try await open(try answer.validated(about: notification, in: account), key, db, principal)
    }
  }

  private func open(
    _ draft: TicketDraft.Valid, _ key: String?, _ db: any Database, _ principal: Principal
  ) async throws -> Idempotency.Creation {
    let attachments = AttachmentRepository(db: db, principal: principal)
    let file = try await attachments.fingerprint(draft.attachmentId)
    let fingerprint = Idempotency.fingerprint([
      "ticket", draft.accountId.text, draft.topic, draft.text, draft.importance.rawValue, file,
      draft.notificationNumber.map(String.init),
    ])
    return try await Idempotency(db: db, principal: principal).once(key, fingerprint: fingerprint) {
      let ticket = try await TicketRepository(db: db, principal: principal).open(draft)
      let messages = MessageRepository(db: db, principal: principal)
      let message = try await messages.append(draft.text, to: ticket, internal: false)
      try await attachments.claim(draft.attachmentId, for: message)
      try await Outbox(db: db).append(
        ticket.event(.ticketOpened, by: principal, text: draft.text, answering: draft.notificationNumber))
      let shown = try await shown(ticket.number, db, principal).ticket
      return Idempotency.Creation(
        location: "/v1/tickets/\(ticket.number)", body: Array(try JSONCoding.encode(shown)))
    }
  }

  private func list(_ request: Request, _ context: AppContext) async throws -> JSON<Page<Ticket>> {
    let principal = try context.requirePrincipal()
    let query = try ListQuery(request, filters: TicketFilter.names(for: principal))
    let filter = try TicketFilter(query, zone: zone)
    let rows = try await pool.acting(as: principal) { db in
      try await TicketRepository(db: db, principal: principal).list(filter, after: query.cursor, limit: query.limit)
    }
    let next = rows.count > query.limit ? rows[query.limit - 1].cursor(in: filter.order).text : nil
    return JSON(Page(items: rows.prefix(query.limit).map { $0.ticket(for: principal) }, nextCursor: next))
  }

  /// Shows a ticket with its messages, and remembers that the caller has read them.
  private func show(_ request: Request, _ context: AppContext) async throws -> JSON<Ticket> {
    let principal = try context.requirePrincipal()
    let number = try context.requireNumber()
    let (ticket, etag) = try await pool.acting(as: principal) { db in
      let before = try await shown(number, db, principal)
      guard before.ticket.unread else { return before }
      // Locked, what is shown is all that facts older than this one tell of.
      let tickets = TicketRepository(db: db, principal: principal)
      let state = try await tickets.lock(number)
      let shown = try await shown(number, db, principal)
      try await tickets.markRead(number, upTo: shown.ticket.messages?.last?.createdAt ?? shown.ticket.updatedAt)
      try await Outbox(db: db).append(state.event(.ticketRead, by: principal))
      return shown
    }
    // For support alone, who may change it: the version would tell users of every internal note.
    return JSON(ticket, headers: principal.isSupport ? [.eTag: etag] : [:])
  }

  private func change(_ request: Request, _ context: AppContext) async throws -> JSON<Ticket> {
    let principal = try context.requireSupport()
    let number = try context.requireNumber()
    let change = try await request.fields(TicketChange.self).validated()
    let expected = request.headers[.ifMatch]
    let (ticket, etag) = try await pool.acting(as: principal) { db in
      let tickets = TicketRepository(db: db, principal: principal)
      var state = try await tickets.lock(number)
      guard expected.map({ $0 == "*" || $0 == state.etag }) ?? true else { throw Problem(.stale) }
      let before = state
      state.topic = change.topic ?? state.topic
      state.importance = change.importance ?? state.importance
      state.status = change.status ?? state.status
      if let assignee = change.assigneeId {
        if let assignee, try await !tickets.isAgent(assignee) { throw Problem.invalid("assignee_id", .notFound) }
        state.assigneeId = assignee
      }
      if state != before {
        let seenByUsers = state.differsForUsers(from: before)
        try await tickets.update(state, seenByUsers: seenByUsers)
        if seenByUsers { try await Outbox(db: db).append(state.event(.ticketChanged, by: principal, since: before)) }
      }
      return try await shown(number, db, principal)
    }
    return JSON(ticket, headers: [.eTag: etag])
  }

  private func close(_ request: Request, _ context: AppContext) async throws -> Response {
    try await move(context, to: .closed) { $0 != .closed }
  }

  private func reopen(_ request: Request, _ context: AppContext) async throws -> Response {
    try await move(context, to: .inProgress) { $0 == .closed }
  }

  /// Closing what is closed and reopening what is open change nothing, so both may be repeated.
  private func move(
    _ context: AppContext, to status: TicketStatus, where applies: @Sendable (TicketStatus) -> Bool
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    let number = try context.requireNumber()
    try await pool.acting(as: principal) { db in
      let tickets = TicketRepository(db: db, principal: principal)
      var state = try await tickets.lock(number)
      guard applies(state.status) else { return }
      let before = state
      state.status = status
      try await tickets.update(state, seenByUsers: true)
      try await Outbox(db: db).append(state.event(.ticketChanged, by: principal, since: before))
    }
    return Response(status: .noContent)
  }

  private func shown(
    _ number: Int, _ db: any Database, _ principal: Principal
  ) async throws -> (ticket: Ticket, etag: String) {
    let row = try await TicketRepository(db: db, principal: principal).require(number)
    let messages = try await MessageRepository(db: db, principal: principal).list(of: number)
    return (row.ticket(for: principal, messages: messages), row.etag)
  }
}
