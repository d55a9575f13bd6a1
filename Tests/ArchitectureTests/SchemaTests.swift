import Testing

/// The schema's files, without comments and texts.
enum Migrations {
  static func all() throws -> [(path: String, sql: String)] {
    try Repository.files(under: "Shared/Schema/Migrations", ["sql"]).map { file in
      (file.path, file.text.replacing(/--[^\n]*/, with: "").replacing(/'[^']*'/, with: "''"))
    }
  }
}

@Suite("The schema")
struct SchemaTests {
  @Test("migrations are numbered without a gap and named for what they bring")
  func numbering() throws {
    let names = try Migrations.all().compactMap { $0.path.split(separator: "/").last }
    #expect(!names.isEmpty)
    for (index, name) in names.enumerated() {
      let number = try #require(name.wholeMatch(of: /(\d{4})_[a-z_]+\.sql/), "\(name)")
      #expect(Int(number.1) == index + 1, "\(name)")
    }
  }

  @Test("every constraint is named, so that its name can become a field in a problem")
  func constraints() throws {
    var count = 0
    for (path, sql) in try Migrations.all() {
      for match in sql.matches(
        of: /\bPRIMARY\s+KEY\b|\bUNIQUE\b|\bCHECK\s*\(|\bFOREIGN\s+KEY\b|\bREFERENCES\b|\bEXCLUDE\b/)
      {
        let before = sql[..<match.range.lowerBound]
        let statement = before.split(separator: ";", omittingEmptySubsequences: false).last ?? ""
        guard statement.contains(/CREATE TABLE|ALTER TABLE/) else { continue }
        count += 1
        let isNamed = before.contains(/\bCONSTRAINT\s+\w+\s+$/)
        let isPartOfNamed = match.0 == "REFERENCES" && before.contains(/\bFOREIGN\s+KEY\s*\([^)]*\)\s*$/)
        #expect(isNamed || isPartOfNamed, "\(path): \(before.suffix(80))\(match.0)")
      }
    }
    #expect(count > 30)
  }

  @Test("every foreign key says what happens when its row goes")
  func foreignKeys() throws {
    var count = 0
    for (path, sql) in try Migrations.all() {
      for match in sql.matches(
        of: /\bREFERENCES\s+(\w+)(?:\s*\([^)]*\))?(\s+ON\s+DELETE\s+(?:RESTRICT|CASCADE|SET\s+NULL))?/)
      where match.0.first == "R" {
        count += 1
        #expect(match.2 != nil, "\(path): \(match.0)")
      }
    }
    #expect(count > 10)
  }

  @Test("every table with a policy forces it on its owner too")
  func forced() throws {
    for (path, sql) in try Migrations.all() {
      for match in sql.matches(of: /CREATE POLICY \w+ ON (\w+)/) {
        let table = String(match.1)
        let isForced = try Migrations.all().contains {
          $0.sql.contains("ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;")
        }
        #expect(isForced, "\(path): \(table)")
      }
    }
  }
}
