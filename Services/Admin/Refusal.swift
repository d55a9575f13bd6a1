import Domain
import Postgres
import Schema
import ServiceKit

/// Why a command was not carried out, as the one line that the operator reads.
struct Refusal: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  static func oldSchema(found: Int) -> Refusal {
    Refusal("the database has schema version \(found), this program needs \(Schema.version): run `pomoc migrate`")
  }

  /// The line for an error that has something to say to an operator; nil for the argument parser's own errors.
  static func line(for error: any Error) -> String? {
    switch error {
    case let error as PostgresError: sentence(error)
    case MigrationError.failed(_, let cause as PostgresError) where cause.isUnavailable: sentence(cause)
    case let error as any CustomStringConvertible
    where error is Refusal || error is SettingError || error is MigrationError || error is Password.Refusal:
      error.description.replacing("\n", with: " ")
    default: nil
    }
  }

  private static func sentence(_ error: PostgresError) -> String {
    let reason = (error.server?.message ?? error.description).replacing("\n", with: " ")
    return switch error.sqlState {
    case "28P01", "28000": "the database refused the sign-in: \(reason); check the user and password in DATABASE_URL"
    case "3D000": "\(reason); check the end of DATABASE_URL or create the database"
    case "42501": "\(reason); DATABASE_URL has to name the role that owns the schema"
    case "42P01": "\(reason); run `pomoc migrate`"
    default:
      switch error {
      case .unavailable(let reason): "cannot reach the database, \(reason); check DATABASE_URL and that the server runs"
      default: "the database says: \(reason)"
      }
    }
  }
}
