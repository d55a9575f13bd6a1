import Postgres

/// Whether what is stored can work: somebody to administer it, whole tickets, free numbers.
struct DataCheck {
  let db: any Database

  func findings() async throws -> [Finding] {
    [try await admins(), try await tickets(), try await numbers()]
  }

  private func admins() async throws -> Finding {
    let count: Int? = try await db.first(
      "SELECT count(*) FROM app_user WHERE role = 'admin' AND password_hash IS NOT NULL")
    return (count ?? 0) > 0
      ? .sound("admins who can sign in: \(count ?? 0)")
      : .unsound("no admin can sign in", hint: "`pomoc user add --role admin --email … --name …`")
  }

  private func tickets() async throws -> Finding {
    let empty: [Int] = try await db.all(
      """
      SELECT number
      FROM ticket
      WHERE NOT EXISTS (SELECT FROM message WHERE message.ticket_number = ticket.number AND NOT internal)
      ORDER BY number
      LIMIT 6
      """)
    guard !empty.isEmpty else { return .sound("every ticket has its message") }
    let numbers = empty.prefix(5).map(String.init).joined(separator: ", ") + (empty.count > 5 ? ", …" : "")
    return .unsound(
      "tickets without a message: \(numbers)",
      hint: "the database was changed by hand, or restored in part: compare it with the backup")
  }

  private func numbers() async throws -> Finding {
    let isAhead: Bool? = try await db.first(
      """
      SELECT last_value >= GREATEST((SELECT max(number) FROM ticket), (SELECT max(number) FROM notification), 0)
      FROM entry_number
      """)
    return isAhead == true
      ? .sound("the next number of a ticket or a notification is free")
      : .unsound(
        "the next number of a ticket or a notification is taken already",
        hint: "SELECT setval('entry_number', GREATEST((SELECT max(number) FROM ticket), "
          + "(SELECT max(number) FROM notification)))")
  }
}
