import Testing

@Suite("Who writes which table")
struct OwnershipTests {
  /// Each table and the places that may write it. The operator's command may write all: it acts before anybody serves.
  private static let owners: [String: [String]] = [
    "integration": ["Services/Gateway/"], "account": ["Services/Gateway/"], "app_user": ["Services/Gateway/"],
    "session": ["Services/Gateway/"], "api_key": ["Services/Gateway/"],
    "topic": ["Services/Tickets/"], "ticket": ["Services/Tickets/"], "message": ["Services/Tickets/"],
    "attachment": ["Services/Tickets/"], "attachment_chunk": ["Services/Tickets/"],
    "ticket_reading": ["Services/Tickets/"],
    "notification": ["Services/Notifications/"], "receipt": ["Services/Notifications/"],
    // Every service writes these two, always by the same hand.
    "idempotency_record": ["Shared/ServiceKit/Idempotency.swift", "Services/Tickets/Sweeper.swift"],
    "outbox": ["Shared/ServiceKit/Outbox.swift", "Shared/ServiceKit/OutboxRepository.swift"],
    "schema_migration": ["Shared/Postgres/Migrator.swift"],
  ]

  @Test("every table of the migrations has an owner")
  func known() throws {
    let made = try Migrations.all().flatMap { $0.sql.matches(of: /CREATE TABLE (?:IF NOT EXISTS )?(\w+)/) }
      .map { String($0.1) }
    #expect(made.count > 10)
    #expect(Set(made).subtracting(Self.owners.keys) == [])
  }

  @Test("only its owner writes a table")
  func writers() throws {
    var found: Set<String> = []
    for file in try Repository.files(under: "Services") + Repository.files(under: "Shared") {
      for table in file.writtenTables {
        guard let owners = Self.owners[table] else { continue }
        found.insert(table)
        let mayWrite = owners.contains { file.path.hasPrefix($0) } || file.path.hasPrefix("Services/Admin/")
        #expect(mayWrite, "\(file.path) writes \(table)")
      }
    }
    #expect(
      found.isSuperset(of: [
        "ticket", "message", "session", "notification", "receipt", "outbox", "idempotency_record", "schema_migration",
      ]))
  }

  @Test(
    "a service reads what is another's only through the views made for it",
    arguments: [
      ("Services/Gateway/", ["app_user", "session"]),
      ("Services/Tickets/", ["ticket", "person", "received_notification"]),
      ("Services/Notifications/", ["notification", "received_notification", "recipient", "person"]),
    ])
  func readers(service: String, known: [String]) throws {
    let foreign = Self.owners.filter { _, owners in
      owners.contains { $0.hasPrefix("Services/") } && !owners.contains { $0.hasPrefix(service) }
    }
    var found: Set<String> = []
    for file in try Repository.files(under: service) {
      let read = Set(file.text.matches(of: /\b(?:FROM|JOIN) +(\w+)/).map { String($0.1) })
      #expect(read.isDisjoint(with: foreign.keys), "\(file.path)")
      found.formUnion(read)
    }
    #expect(found.isSuperset(of: known), "this shows nothing")
  }
}

extension SourceFile {
  /// The tables that SQL in this file inserts into, updates, deletes from or empties.
  fileprivate var writtenTables: Set<String> {
    let pattern =
      /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO|COPY)\s+(?:ONLY\s+)?(?:public\.)?"?(\w+)/
    return Set(text.matches(of: pattern).map { String($0.1) })
  }
}
