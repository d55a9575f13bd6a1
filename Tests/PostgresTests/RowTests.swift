import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct RowTests {
  @Test func aRowBecomesAValueByTheNamesOfItsColumns() async throws {
    let id = UUID()
    let row = try await only(
      """
      SELECT 7::int2 AS ticket_number, \(id) AS id, 'green' AS color, NULL::text AS closing_note, now() AS created_at,
        ARRAY['a','b'] AS topic_names,
        '{"side_count": 3, "painted_at": "2024-01-01T00:00:00Z", "colors": ["red"]}'::jsonb AS shape,
        to_jsonb(ARRAY['2024-01-01T01:00:00.25+01:00'::timestamptz]) AS times
      """)
    let ticket = try row.decode(Ticket.self)
    #expect(ticket.ticketNumber == 7)
    #expect(ticket.id == id)
    #expect(ticket.color == .green)
    #expect(ticket.closingNote == nil)
    #expect(ticket.topicNames == ["a", "b"])
    #expect(ticket.shape.paintedAt == Date(timeIntervalSince1970: 1_704_067_200))
    #expect(ticket.times == [Date(timeIntervalSince1970: 1_704_067_200.25)])
    #expect(ticket.assigned == nil)
  }

  @Test func plainValuesAreReadFromTheFirstColumn() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      #expect(try await pool.first("SELECT 5::int4", as: Int.self) == 5)
      #expect(try await pool.first("SELECT 'red'", as: Color.self) == .red)
      #expect(try await pool.first("SELECT 5 WHERE false", as: Int.self) == nil)
      #expect(try await pool.all("SELECT n FROM generate_series(1, 3) n", as: Int.self) == [1, 2, 3])
      #expect(try await pool.first("SELECT NULL::int8", as: Int?.self) == .some(nil))
      let document = try await pool.query("SELECT '{\"a\": [1]}'::json AS document")[0]
      #expect(try document["document", as: [String: [Int]].self] == ["a": [1]])
    }
  }

  @Test func otherTypesOfTheServerAreRead() async throws {
    let row = try await only(
      """
      SELECT 1.5::float4, 'a'::varchar, 'b '::bpchar, 'c'::name, 'd'::text, '{"a": 1}'::json, 'x'::"char"::text,
        '1999-12-31'::date, '1900-02-28'::date, '9999-12-31'::date, pg_sleep(0)
      """)
    let read = try row.values((Double, String, String, String, String, String, String, String, String, String).self)
    #expect(read.0 == 1.5)
    #expect((read.1, read.2, read.3) == ("a", "b ", "c"))
    #expect(read.5 == "{\"a\": 1}")
    #expect((read.7, read.8, read.9) == ("1999-12-31", "1900-02-28", "9999-12-31"))
  }

  @Test func everyDayOfACenturyIsWrittenAsPostgresWritesIt() async throws {
    try await withEmptyDatabase { database async throws in
      let days = try await database.pool().query(
        """
        SELECT day::date AS day, to_char(day, 'YYYY-MM-DD') AS text
        FROM generate_series('1970-01-01', '2070-01-01', '1 day'::interval) day
        """
      )
      #expect(try days.allSatisfy { try $0["day", as: String.self] == $0["text", as: String.self] })
    }
  }

  @Test func aMissingColumnIsNamed() async throws {
    let row = try await only("SELECT 1 AS one")
    let error = #expect(throws: PostgresError.self) { try row.decode(Ticket.self) }
    #expect(error?.debugDescription.contains("among one") == true)
  }

  @Test func anUnexpectedNullIsAnError() async throws {
    let row = try await only("SELECT NULL::int8 AS number")
    let error = #expect(throws: PostgresError.self) { try row["number", as: Int.self] }
    #expect(error?.debugDescription.contains("column number is NULL") == true)
  }

  @Test(arguments: ["numeric", "interval", "numrange", "pair", "numeric_array"])
  func anUnsupportedTypeAsksForACast(column: String) async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      try await pool.run("CREATE TYPE pair AS (a int, b text)")
      let row = try #require(
        try await pool.query(
          """
          SELECT 1.5::numeric AS numeric, '1 day'::interval AS interval, numrange(1, 2) AS numrange,
            (1, 'x')::pair AS pair, ARRAY[1.5] AS numeric_array
          """
        ).first)
      for read in [{ _ = try row[column, as: String.self] }, { _ = try row[column, as: Double.self] }] {
        let error = #expect(throws: PostgresError.self, performing: read)
        #expect(error?.debugDescription.contains("cast it in SQL") == true)
      }
    }
  }

  @Test func anUnknownPrimitiveIsAnErrorAndNotAnEndlessLoop() async throws {
    let row = try await only("SELECT 1 AS n")
    #expect(throws: PostgresError.self) { try row["n", as: Float.self] }
    #expect(throws: PostgresError.self) { try row["n", as: UInt128.self] }
  }

  @Test func aNumberTooLargeIsAnError() async throws {
    let row = try await only("SELECT 70000 AS n")
    #expect(throws: PostgresError.self) { try row["n", as: Int16.self] }
  }

  @Test func aWordOutsideAnEnumerationIsAnErrorThatKeepsQuiet() async throws {
    let row = try await only("SELECT 'purple' AS color")
    let error = #expect(throws: PostgresError.self) { try row["color", as: Color.self] }
    #expect(error?.description == "a row could not be decoded")
  }

  @Test func effectsAreCounted() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      #expect(try await pool.run("CREATE TABLE t (n int)") == 0)
      #expect(try await pool.run("INSERT INTO t SELECT generate_series(1, 5)") == 5)
      #expect(try await pool.run("UPDATE t SET n = n + 1 WHERE n > 3") == 2)
      #expect(try await pool.run("DELETE FROM t") == 5)
    }
  }
}

private struct Ticket: Decodable {
  let id: UUID
  let ticketNumber: Int
  let color: Color
  let closingNote: String?
  let createdAt: Date
  let topicNames: [String]
  let shape: Shape
  let times: [Date]
  let assigned: UUID?
}
