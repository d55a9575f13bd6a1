import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct BindingTests {
  @Test func everyTypeComesBackAsItWasSent() async throws {
    let (id, now) = (UUID(), Date(timeIntervalSince1970: 1_700_000_000.5))
    let row = try await only(
      """
      SELECT \("zażółć 🐧")::text AS text, \(42) AS int, \(Int64.min) AS int64, \(true) AS bool, \(2.5) AS double,
        \(id) AS uuid, \(now) AS date, \([0, 255, 39] as [UInt8]) AS bytes, \(["a", "", "\"{,}\\ ł"]) AS texts,
        \([id, id]) AS uuids, \([1, -1]) AS ints
      """)
    #expect(try row["text", as: String.self] == "zażółć 🐧")
    #expect(try row["int", as: Int.self] == 42)
    #expect(try row["int64", as: Int64.self] == .min)
    #expect(try row["bool", as: Bool.self])
    #expect(try row["double", as: Double.self] == 2.5)
    #expect(try row["uuid", as: UUID.self] == id)
    #expect(try row["date", as: Date.self] == now)
    #expect(try row["bytes", as: [UInt8].self] == [0, 255, 39])
    #expect(try row["texts", as: [String].self] == ["a", "", "\"{,}\\ ł"])
    #expect(try row["uuids", as: [UUID].self] == [id, id])
    #expect(try row["ints", as: [Int].self] == [1, -1])
  }

  @Test func nothingOfEveryTypeIsNull() async throws {
    let row = try await only(
      """
      SELECT num_nonnulls(\(String?.none)::text, \(Int?.none), \(Int64?.none), \(Bool?.none), \(Double?.none),
        \(UUID?.none), \(Date?.none), \([UInt8]?.none), \([String]?.none), \([UUID]?.none), \([Int]?.none),
        \(Color?.none)::text, \(json: Shape?.none)) AS count, \(Int?.none) AS none
      """)
    #expect(try row["count", as: Int.self] == 0)
    #expect(try row["none", as: Int?.self] == nil)
  }

  @Test func emptyValuesAreNotNull() async throws {
    let row = try await only(
      """
      SELECT \("")::text AS text, \([UInt8]()) AS bytes, \([String]()) AS texts, \([UUID]()) AS uuids,
        \([Int]()) AS ints
      """
    )
    #expect(try row["text", as: String.self] == "")
    #expect(try row["bytes", as: [UInt8].self] == [])
    #expect(try row["texts", as: [String].self] == [])
    #expect(try row["uuids", as: [UUID].self] == [])
    #expect(try row["ints", as: [Int].self] == [])
  }

  @Test func aValueNeverBecomesSQL() async throws {
    let attack = "'; DROP TABLE note; -- \\ $1 %s"
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      try await pool.run("CREATE TABLE note (text text)")
      try await pool.run("INSERT INTO note VALUES (\(attack))")
      #expect(try await pool.all("SELECT text FROM note WHERE text = \(attack)", as: String.self) == [attack])
    }
  }

  @Test func aZeroByteInATextIsRefusedInsteadOfCuttingItOff() async throws {
    await #expect(throws: PostgresError.self) { _ = try await only("SELECT \("admin\0x")::text") }
  }

  @Test func aTextFitsColumnsOfOtherTypes() async throws {
    let id = UUID()
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      try await pool.run("CREATE EXTENSION citext")
      try await pool.run("CREATE TYPE color AS ENUM ('red', 'green')")
      try await pool.run("CREATE TABLE thing (id uuid, mail citext, color color, day date)")
      try await pool.run(
        "INSERT INTO thing VALUES (\(id.uuidString), \("Jan@Example.com"), \(Color.red), \("2024-02-29"))")
      let row = try #require(
        try await pool.query("SELECT mail, color, day FROM thing WHERE mail = \("jan@example.COM")").first)
      let (mail, color, day) = try row.values((String, Color, String).self)
      #expect(mail == "Jan@Example.com" && color == .red && day == "2024-02-29")
    }
  }

  @Test func splicingRenumbersTheParameters() async throws {
    let mine: SQL = "n > \(1) AND n < \(9)"
    let parity: SQL = "n % 2 = \(0)"
    let filters = SQL.joined([mine, parity, "n <> \(4)"], separator: " AND ")
    let numbers =
      "SELECT n::int8 FROM generate_series(\(0), \(20)) AS n WHERE \(filters)" + " ORDER BY n LIMIT \(10)" as SQL
    try await withEmptyDatabase { database async throws in
      #expect(try await database.pool().all(numbers, as: Int.self) == [2, 6, 8])
    }
  }

  @Test func joiningNothingIsEmpty() {
    #expect(SQL.joined([], separator: ", ").isEmpty)
    #expect(("" as SQL).isEmpty)
    #expect(!("\(1)" as SQL).isEmpty)
  }

  @Test func rawValuesBindAloneAndAsList() async throws {
    let row = try await only("SELECT \(Color.green)::text = ANY(\([Color.red, .green])) AS found")
    #expect(try row["found", as: Bool.self])
  }

  @Test func aMegabyteOfBytesComesBackUnchanged() async throws {
    let bytes = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    #expect(try await only("SELECT \(bytes) AS bytes")["bytes", as: [UInt8].self] == bytes)
  }

  @Test func datesKeepTheirMillisecond() async throws {
    let milliseconds = (0..<500).map { _ in Int.random(in: -2_000_000_000_000...4_100_000_000_000) }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    try await withEmptyDatabase { database async throws in
      try await database.pool().transaction { db in
        for count in milliseconds {
          let date = Date(timeIntervalSince1970: Double(count) / 1000)
          let row = try #require(
            try await db.query(
              """
              SELECT \(date) AS date, \(json: [date]) ->> 0 AS json,
                to_char(\(date) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS text,
                (extract(epoch FROM \(date)) * 1000000)::int8 AS count
              """
            ).first)
          let (text, back) = (try row["text", as: String.self], try row["date", as: Date.self])
          #expect(try row["count", as: Int.self] == count * 1000)
          #expect(style.format(back) == text)
          #expect(try row["json", as: String.self] == text)
          #expect(abs(back.timeIntervalSince(date)) < 0.000_001)
        }
      }
    }
  }

  @Test func datesBeyondTheCalendarAreRefusedByTheServer() async throws {
    for seconds in [1e300, -1e300, .nan, .infinity] {
      let error = await #expect(throws: PostgresError.self) {
        _ = try await only("SELECT \(Date(timeIntervalSince1970: seconds))")
      }
      #expect(error?.sqlState == "22008")
    }
  }

  @Test func jsonGoesThereAndBack() async throws {
    let shape = Shape(sideCount: 4, paintedAt: Date(timeIntervalSince1970: 1_700_000_000.25), colors: [.red], note: nil)
    let row = try await only(
      """
      SELECT \(json: shape) AS shape, jsonb_object_keys(\(json: ["a": 1])) AS key,
        (\(json: shape) ->> 'side_count')::int AS sides
      """
    )
    #expect(try row["shape", as: Shape.self] == shape)
    #expect(try row["key", as: String.self] == "a")
    #expect(try row["sides", as: Int.self] == 4)
  }
}

enum Color: String, Codable { case red, green }

struct Shape: Codable, Equatable {
  let sideCount: Int
  let paintedAt: Date
  let colors: [Color]
  let note: String?
}

/// The only row of a statement, in a database with nothing in it.
func only(_ sql: SQL) async throws -> Row {
  var rows: [Row] = []
  try await withEmptyDatabase { rows = try await $0.pool().query(sql) }
  try #require(rows.count == 1)
  return rows[0]
}
