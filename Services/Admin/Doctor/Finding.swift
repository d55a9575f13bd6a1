/// One thing that the doctor looked at.
struct Finding: Equatable, CustomStringConvertible {
  /// What was looked at and what was seen.
  let text: String
  /// What to do about it; nil when all is well.
  let hint: String?

  var isSound: Bool { hint == nil }

  static func sound(_ text: String) -> Finding { Finding(text: text, hint: nil) }
  static func unsound(_ text: String, hint: String) -> Finding { Finding(text: text, hint: hint) }

  var description: String { hint.map { "✗ \(text)\n  → \($0)" } ?? "✓ \(text)" }
}
