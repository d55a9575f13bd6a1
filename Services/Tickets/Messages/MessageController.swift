import Domain
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// Answers over HTTP.
struct MessageController {
  let pool: Pool

  var routes: [Route] {
    [Route(.post, "/tickets/:number/messages", use: reply)]
  }

  /// Message, claim of the file, the ticket's new state, idempotency record and event: one transaction, or nothing.
  private func reply(_ request: Request, _ context: AppContext) async throws -> Idempotency.Creation {
    let principal = try context.requirePrincipal()
    let number = try context.requireNumber()
    let key = try request.idempotencyKey()
    let draft = try await request.fields(MessageDraft.self).validated(by: principal)
    return try await pool.acting(as: principal) { db in
      let tickets = TicketRepository(db: db, principal: principal)
      let attachments = AttachmentRepository(db: db, principal: principal)
      var ticket = try await tickets.lock(number)
      let file = try await attachments.fingerprint(draft.attachmentId)
      let fingerprint = Idempotency.fingerprint(["message", "\(number)", draft.text, "\(draft.isInternal)", file])
      return try await Idempotency(db: db, principal: principal).once(key, fingerprint: fingerprint) {
        guard ticket.status != .closed || draft.isInternal else { throw Problem(.ticketClosed) }
        let messages = MessageRepository(db: db, principal: principal)
        let id = try await messages.append(draft.text, to: ticket, internal: draft.isInternal)
        try await attachments.claim(draft.attachmentId, for: id)
        if !draft.isInternal {
          ticket.status = ticket.status.afterMessage(from: principal.isSupport ? .support : .user)
          if principal.isSupport { try await tickets.markAnswered(number) }
          try await Outbox(db: db).append(ticket.event(.ticketAnswered, by: principal, text: draft.text))
        }
        try await tickets.update(ticket, seenByUsers: !draft.isInternal)
        let message = try await messages.require(id, in: number)
        return Idempotency.Creation(
          location: "/v1/tickets/\(number)", body: Array(try JSONCoding.encode(message)))
      }
    }
  }
}
