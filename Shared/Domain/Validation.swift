/// Collects what is wrong with a draft, so that a person sees all of it at once.
package struct Validation {
  private var fields: [String: Problem.Reason] = [:]

  package init() {}

  /// One line of text, without spaces around it: required, at most `maximum` Unicode scalars, no control characters.
  package mutating func line(_ name: String, _ value: String?, maximum: Int) -> String {
    let line = Self.trimmed(value ?? "")
    check(name, line, maximum: maximum) { $0.properties.generalCategory == .control }
    return line
  }

  /// Text of several lines: required (white space alone is nothing), at most `maximum` Unicode scalars.
  package mutating func text(_ name: String, _ value: String?, maximum: Int) -> String {
    let text = (value ?? "").replacing("\r\n", with: "\n")
    if Self.trimmed(text).isEmpty {
      fields[name] = .required
    } else {
      check(name, text, maximum: maximum) {
        $0.properties.generalCategory == .control && !["\n", "\r", "\t"].contains($0)
      }
    }
    return text
  }

  /// One of a closed set; `fallback` when it is absent.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ value: String?, default fallback: Choice
  ) -> Choice {
    guard let value else { return fallback }
    if let choice = Choice(rawValue: value) { return choice }
    fields[name] = .oneOf(Choice.allCases.map(\.rawValue))
    return fallback
  }

  package mutating func refuse(_ name: String, _ reason: Problem.Reason) {
    fields[name] = reason
  }

  /// Throws the 422 with all that was collected.
  package func finish() throws(Problem) {
    guard fields.isEmpty else { throw Problem(.invalid, fields: fields) }
  }

  private mutating func check(
    _ name: String, _ value: String, maximum: Int, refusing: (Unicode.Scalar) -> Bool
  ) {
    if value.isEmpty {
      fields[name] = .required
    } else if value.unicodeScalars.count > maximum {
      fields[name] = .tooLong(maximum: maximum)
    } else if value.unicodeScalars.contains(where: refusing) {
      fields[name] = .controlCharacters
    }
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = \.isWhitespace
    let start = text.drop(while: isSpace)
    return String(start.reversed().drop(while: isSpace).reversed())
  }
}
