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
    // Every service writes these two, always by the same hand.
    "idempotency_record": ["Shared/ServiceKit/Idempotency.swift", "Services/Tickets/Sweeper.swift"],
    "outbox": ["Shared/ServiceKit/Outbox.swift"],
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
    #expect(found.isSuperset(of: ["ticket", "message", "session", "outbox", "idempotency_record", "schema_migration"]))
  }

  @Test("the tickets service reads people and accounts only through the views made for it")
  func readers() throws {
    let foreign: Set = ["integration", "account", "app_user", "session", "api_key"]
    for file in try Repository.files(under: "Services/Tickets") {
      let read = Set(file.text.matches(of: /\b(?:FROM|JOIN) +(\w+)/).map { String($0.1) })
      #expect(read.isDisjoint(with: foreign), "\(file.path)")
    }
    for file in try Repository.files(under: "Services/Gateway") {
      let read = Set(file.text.matches(of: /\b(?:FROM|JOIN) +(\w+)/).map { String($0.1) })
      #expect(read.isDisjoint(with: ["ticket", "message", "attachment", "attachment_chunk", "topic"]), "\(file.path)")
    }
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
