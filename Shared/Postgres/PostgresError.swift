import CPostgres
import Foundation

/// What can go wrong between us and PostgreSQL. Its `description` is safe to log; `debugDescription` may quote values.
package enum PostgresError: Error, Sendable {
  /// The server refused a statement or a connection.
  case server(ServerError)
  /// There is no working connection to the server.
  case unavailable(String)
  /// No connection became free, or no answer came, in time. The statement was cancelled.
  case deadline(String)
  /// The connection was lost during COMMIT: the work is done, or it is not.
  case outcomeUnknown(String)
  /// A row has another shape than the Swift type it was read as.
  case decoding(String)
  /// The module was used in a way that cannot work, such as a transaction after its end.
  case misuse(String)

  /// An error of the server, field by field.
  package struct ServerError: Sendable {
    package let sqlState: String
    package let message: String
    package var detail: String?
    package var constraint: String?
    package var table: String?
    package var column: String?
  }

  package var server: ServerError? {
    if case .server(let error) = self { error } else { nil }
  }

  package var sqlState: String? { server?.sqlState }
  package var constraint: String? { server?.constraint }

  /// Whether it is worth trying again later: the server is down, starting, stopping or full, or the pool is exhausted.
  package var isUnavailable: Bool {
    switch self {
    case .unavailable, .deadline: true
    case .server(let error): ["57P", "08", "53"].contains { error.sqlState.hasPrefix($0) }
    case .outcomeUnknown, .decoding, .misuse: false
    }
  }

  /// Whether the password, the role or the database's name is wrong, so that trying again will not help.
  package var isAuthenticationFailure: Bool {
    ["28P01", "28000", "3D000"].contains(sqlState)
  }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String {
    switch self {
    case .server(let error):
      let name = Self.names[error.sqlState].map { "\($0) (\(error.sqlState))" } ?? "SQLSTATE \(error.sqlState)"
      return name + (error.constraint.map { " on constraint \($0)" } ?? "")
    case .unavailable(let reason): return "database unavailable: \(reason)"
    case .deadline(let reason): return "database deadline passed: \(reason)"
    case .outcomeUnknown: return "the connection was lost during COMMIT; its outcome is unknown"
    case .decoding: return "a row could not be decoded"
    case .misuse(let reason): return "database misuse: \(reason)"
    }
  }

  package var debugDescription: String {
    switch self {
    case .server(let error):
      let place = [("detail", error.detail), ("table", error.table), ("column", error.column)]
      return place.reduce("\(description): \(error.message)") {
        $0 + ($1.1.map { [name = $1.0] in ", \(name): \($0)" } ?? "")
      }
    case .outcomeUnknown(let reason), .decoding(let reason): return "\(description): \(reason)"
    case .unavailable, .deadline, .misuse: return description
    }
  }

  private static let names = [
    "22001": "string_data_right_truncation", "22003": "numeric_value_out_of_range",
    "22P02": "invalid_text_representation",
    "23502": "not_null_violation", "23503": "foreign_key_violation", "23505": "unique_violation",
    "23514": "check_violation", "25P02": "in_failed_sql_transaction", "28P01": "invalid_password",
    "3D000": "invalid_catalog_name", "40001": "serialization_failure", "40P01": "deadlock_detected",
    "42501": "insufficient_privilege", "42601": "syntax_error", "42703": "undefined_column", "42P01": "undefined_table",
    "53300": "too_many_connections", "57014": "query_canceled", "57P01": "admin_shutdown",
  ]
}

extension PostgresError {
  /// The error of a result, if it is one; without an SQLSTATE libpq made it, because the connection broke.
  init?(_ result: QueryResult) {
    guard result.status == PGRES_FATAL_ERROR else { return nil }
    func field(_ code: Unicode.Scalar) -> String? {
      PQresultErrorField(result.pointer, Int32(code.value)).map { String(cString: $0) }
    }
    guard let sqlState = field("C") else {
      self = .unavailable(
        String(cString: PQresultErrorMessage(result.pointer)).trimmingCharacters(in: .whitespacesAndNewlines))
      return
    }
    self = .server(
      ServerError(
        sqlState: sqlState, message: field("M") ?? "", detail: field("D"), constraint: field("n"), table: field("t"),
        column: field("c")))
  }

  /// The error of a connection that could not be made. libpq tells the SQLSTATE only within the verbose message.
  init(connecting link: OpaquePointer) {
    let message =
      String(cString: PQerrorMessage(link)).split(separator: "\n").first.map(String.init) ?? "no reason given"
    if let match = message.firstMatch(of: /:  ([0-9A-Z]{5}): (.*)/) {
      self = .server(ServerError(sqlState: String(match.1), message: String(match.2)))
    } else {
      self = .unavailable(message)
    }
  }
}
