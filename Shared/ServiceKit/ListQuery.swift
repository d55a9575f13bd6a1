import Domain
import Foundation
import Hummingbird

/// The query parameters of a list: `limit`, `cursor` and filters, read strictly.
package struct ListQuery: Sendable {
  private let parameters: [String: String]
  /// How many entries a page has: 1–100, 20 unless told.
  package let limit: Int
  package let cursor: Cursor?

  /// - Parameter filters: the names allowed besides `limit` and `cursor`.
  /// - Throws: 422 for an unknown or repeated parameter, a limit out of range, a bad cursor.
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
    if let text = parameters["cursor"] {
      cursor = try Cursor(parsing: text)
    } else {
      cursor = nil
    }
  }

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
