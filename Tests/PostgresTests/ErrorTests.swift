import Postgres
import TestSupport
import Testing

@Suite struct ErrorTests {
  @Test func aBrokenConstraintIsNamedAndItsValuesAreKeptQuiet() async throws {
    let error = try await refusal(of: "INSERT INTO person VALUES (\("jan@example.com"), 30)")
    #expect(error.sqlState == "23505")
    #expect(error.constraint == "person_mail_key")
    #expect(error.server?.table == "person")
    #expect(error.description == "unique_violation (23505) on constraint person_mail_key")
    #expect(!error.description.contains("jan"))
    #expect(error.debugDescription.contains("jan@example.com"))
  }

  @Test func aCheckIsNamed() async throws {
    let error = try await refusal(of: "INSERT INTO person VALUES ('a', -1)")
    #expect(error.sqlState == "23514")
    #expect(error.constraint == "person_age")
  }

  @Test func aMissingValueNamesItsColumn() async throws {
    let error = try await refusal(of: "INSERT INTO person VALUES (\(String?.none), 1)")
    #expect(error.sqlState == "23502")
    #expect(error.server?.column == "mail")
  }

  @Test func aSyntaxErrorIsNotAReasonToTryAgain() async throws {
    let error = try await refusal(of: "SELEC 1")
    #expect(error.description == "syntax_error (42601)")
    #expect(!error.isUnavailable && !error.isAuthenticationFailure)
  }

  @Test func aWordThatIsNoUUIDIsTheServersError() async throws {
    let error = try await refusal(of: "SELECT \("abc")::uuid")
    #expect(error.sqlState == "22P02")
    #expect(!error.description.contains("abc"))
  }

  private func refusal(of sql: SQL) async throws -> PostgresError {
    var error: PostgresError?
    try await withEmptyDatabase { database async throws in
      let pool = database.pool()
      try await pool.run(
        """
        CREATE TABLE person (
          mail text NOT NULL CONSTRAINT person_mail_key UNIQUE,
          age int CONSTRAINT person_age CHECK (age >= 0))
        """)
      try await pool.run("INSERT INTO person VALUES ('jan@example.com', 20)")
      error = await failure { try await pool.run(sql) } as? PostgresError
    }
    return try #require(error)
  }
}
