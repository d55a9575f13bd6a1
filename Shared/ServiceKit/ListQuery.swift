import Domain
import Foundation
import Hummingbird

/// The query parameters of a list: `limit`, `cursor` and filters, read strictly.
package struct ListQuery: Sendable {
  private let parameters: [String: String]
  /// How many entries a page has: 1–100, 20 unless told.
  package let limit: Int

  /// - Parameter filters: the names allowed besides `limit` and `cursor`.
  /// - Throws: 422 for an unknown or repeated parameter, a limit out of range.
  package init(_ request: Request, filters: [String]) throws(Problem) {
    var parameters: [String: String] = [:]
    for (name, value) in try request.queryItems() {
      guard name == "limit" || name == "cursor" || filters.contains(name) else {
        throw .invalid(String(name.prefix(100)), .unknown)
      }
      guard parameters.updateValue(value, forKey: name) == nil else { throw .invalid(name, .repeated) }
    }
    self.parameters = parameters
    if let text = parameters["limit"] {
      guard let limit = Int(text), (1...100).contains(limit) else { throw .invalid("limit", .outOfRange(1...100)) }
      self.limit = limit
    } else {
      limit = 20
    }
  }

  /// Where the list goes on; nil at its start.
  ///
  /// - Throws: 422 `invalid_cursor`.
  package var cursor: Cursor? {
    get throws(Problem) { try cursorText.map { text throws(Problem) in try Cursor(parsing: text) } }
  }

  /// The cursor as it was given, for a list with a cursor of its own.
  package var cursorText: String? { parameters["cursor"] }

  /// A filter's text, at most 200 characters; nil when it is absent or empty, as an untouched form field sends it.
  package func text(_ name: String) throws(Problem) -> String? {
    guard let value = parameters[name], !value.isEmpty else { return nil }
    guard value.count <= 200 else { throw .invalid(name, .tooLong(maximum: 200)) }
    guard !value.unicodeScalars.contains("\0") else { throw .invalid(name, .controlCharacters) }
    return value
  }

  /// A filter out of a closed set.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(Problem) -> Choice? {
    guard let value = try text(name) else { return nil }
    guard let choice = Choice(rawValue: value) else { throw .invalid(name, .oneOf(type.allCases.map(\.rawValue))) }
    return choice
  }

  /// A filter that is on or off; off when it is absent.
  package func flag(_ name: String) throws(Problem) -> Bool {
    guard let value = try text(name) else { return false }
    guard let flag = Bool(value) else { throw .invalid(name, .oneOf(["true", "false"])) }
    return flag
  }

  /// A filter that is an id.
  package func id(_ name: String) throws(Problem) -> UUID? {
    guard let value = try text(name) else { return nil }
    guard let id = UUID(uuidString: value) else { throw .invalid(name, .notAnId) }
    return id
  }

  /// A filter that is a calendar day.
  package func day(_ name: String) throws(Problem) -> CalendarDay? {
    guard let value = try text(name) else { return nil }
    guard let day = CalendarDay(value) else { throw .invalid(name, .notADay) }
    return day
  }
}
