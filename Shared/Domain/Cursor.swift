import Foundation

/// The place in a list ordered by an instant and a number: keyset paging, opaque to clients.
package struct Cursor: Sendable, Equatable {
  /// Milliseconds since 1970; nil stands behind all instants (an entry without a deadline).
  package let milliseconds: Int?
  package let number: Int

  package init(milliseconds: Int?, number: Int) {
    self.milliseconds = milliseconds
    self.number = number
  }

  package init(_ instant: Date?, _ number: Int) {
    self.init(milliseconds: instant.map { Int(($0.timeIntervalSince1970 * 1000).rounded()) }, number: number)
  }

  package var instant: Date? { milliseconds.map { Date(timeIntervalSince1970: Double($0) / 1000) } }

  /// URL-safe base64 of `1.<milliseconds or nothing>.<number>`.
  package var text: String {
    Data("1.\(milliseconds.map(String.init) ?? "").\(number)".utf8).base64URLEncodedString()
  }

  /// Reads what ``text`` wrote; anything else is the problem `invalid_cursor`.
  package init(parsing text: String) throws(Problem) {
    guard text.utf8.count <= 100, let data = Data(base64URLEncoded: text) else { throw Problem(.invalidCursor) }
    let parts = String(decoding: data, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
    // PostgreSQL's timestamps end in the year 294276; JavaScript's, and so this cursor's, in 275760.
    guard parts.count == 3, parts[0] == "1", let number = Int(parts[2]), number >= 0,
      let milliseconds = parts[1].isEmpty ? .some(nil) : Int(parts[1]).map(Optional.some),
      (milliseconds ?? 0).magnitude <= 8_640_000_000_000_000
    else { throw Problem(.invalidCursor) }
    self.init(milliseconds: milliseconds, number: number)
    guard self.text == text else { throw Problem(.invalidCursor) }
  }
}
