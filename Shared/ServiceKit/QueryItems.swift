import Domain
import Foundation
import Hummingbird

extension Request {
  /// The query's names and values, as browsers write them: `+` is a space (WHATWG URL, application/x-www-form-urlencoded).
  ///
  /// - Throws: 400 `malformed` for an encoding that is none.
  package func queryItems() throws(Problem) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    for pair in (uri.query ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "") else {
        throw Problem(.malformed)
      }
      items.append((name, value))
    }
    return items
  }

  /// The first value of a name; nil when the query has none.
  package func queryItem(_ name: String) throws(Problem) -> String? {
    try queryItems().first { $0.name == name }?.value
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}
