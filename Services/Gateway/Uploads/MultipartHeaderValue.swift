import Domain

/// A header's value with parameters, such as `form-data; name="topic"`.
struct MultipartHeaderValue: Sendable {
  /// What stands before the parameters, in lower case.
  let text: String
  /// From the first semicolon on.
  private let tail: ArraySlice<UInt8>

  init(_ header: String) {
    let bytes = Array(header.utf8)[...]
    let head = bytes.prefix { $0 != UInt8(ascii: ";") }
    text = Self.trimmed(head).lowercased()
    tail = bytes[head.endIndex...]
  }

  /// The parameters by their names in lower case; a repeated one is `malformed`.
  func parameters() throws(Problem) -> [String: String] {
    var parameters: [String: String] = [:]
    var rest = tail
    while rest.first == UInt8(ascii: ";") {
      rest = rest.dropFirst().drop(while: Self.isSpace)
      guard let first = rest.first, first != UInt8(ascii: ";") else { continue }
      let name = Self.takeToken(&rest)
      guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { throw Problem(.malformed) }
      let value = try rest.first == UInt8(ascii: "\"") ? Self.takeQuoted(&rest) : Self.takeBare(&rest)
      guard parameters.updateValue(value, forKey: name) == nil else { throw Problem(.malformed) }
      rest = rest.drop(while: Self.isSpace)
    }
    guard rest.isEmpty else { throw Problem(.malformed) }
    return parameters
  }

  /// Takes RFC 9110's `token` from the start, in lower case, as all names are compared; empty when there is none.
  static func takeToken(_ rest: inout ArraySlice<UInt8>) -> String {
    let token = rest.prefix {
      switch $0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains($0)
      }
    }
    rest = rest[token.endIndex...]
    return String(decoding: token, as: UTF8.self).lowercased()
  }

  /// The text without spaces and tabs around it.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(decoding: bytes[...last].drop(while: isSpace), as: UTF8.self)
  }

  /// A backslash escapes quotes and itself; before anything else it stands for itself, as in a Windows path.
  private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> String {
    var value: [UInt8] = []
    rest.removeFirst()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: value, as: UTF8.self) }
      let isEscape =
        byte == UInt8(ascii: "\\") && (rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"))
      value.append(isEscape ? rest.removeFirst() : byte)
    }
    throw Problem(.malformed)
  }

  /// More than a token, since boundaries with a slash or a colon come without quotes, too.
  private static func takeBare(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> String {
    let value = rest.prefix { $0 != UInt8(ascii: ";") && !isSpace($0) }
    guard !value.isEmpty, !value.contains(UInt8(ascii: "\"")) else { throw Problem(.malformed) }
    rest = rest[value.endIndex...]
    return String(decoding: value, as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
