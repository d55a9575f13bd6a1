import Domain

/// The headers of one part as they come in, line by line.
///
/// Folded lines, which HTTP forbids and form clients do not send, are `malformed`; so is a repeated header of the three
/// that matter. Others are ignored.
struct MultipartHeaders: Sendable {
  private(set) var count = 0
  private var known: [String: String] = [:]

  /// Takes one line, without its line end.
  mutating func record(_ line: String) throws(Problem) {
    count += 1
    var rest = Array(line.utf8)[...]
    let name = MultipartHeaderValue.takeToken(&rest)
    guard !name.isEmpty, rest.popFirst() == UInt8(ascii: ":"), !Self.hasControlCharacter(line, except: "\t") else {
      throw Problem(.malformed)
    }
    guard ["content-disposition", "content-type", "content-transfer-encoding"].contains(name) else { return }
    guard known.updateValue(MultipartHeaderValue.trimmed(rest), forKey: name) == nil else { throw Problem(.malformed) }
  }

  /// The part that these headers describe; `filename*`, which RFC 7578 forbids in forms (section 4.2), is ignored.
  func part() throws(Problem) -> MultipartPart {
    // Multipart inside multipart and encodings: deprecated by RFC 7578 (sections 4.3 and 4.7), sent by no browser.
    let contentType = known["content-type"]
    let isNested = contentType.map { MultipartHeaderValue($0).text.hasPrefix("multipart/") }
    let encoding = known["content-transfer-encoding"]?.lowercased() ?? "binary"
    guard isNested != true, ["7bit", "8bit", "binary"].contains(encoding),
      let disposition = known["content-disposition"].map(MultipartHeaderValue.init), disposition.text == "form-data"
    else { throw Problem(.malformed) }

    let parameters = try disposition.parameters()
    guard let name = parameters["name"], !name.isEmpty else { throw Problem(.malformed) }
    return MultipartPart(
      name: try Self.unescaped(name), filename: try parameters["filename"].map(Self.unescaped),
      contentType: contentType?.isEmpty == true ? nil : contentType)
  }

  /// Undoes what browsers escape in names: quotes and line ends, but not `%` itself (WHATWG HTML, multipart/form-data).
  private static func unescaped(_ name: String) throws(Problem) -> String {
    var text = name
    for (escape, character) in [("%22", "\""), ("%0D", "\r"), ("%0d", "\r"), ("%0A", "\n"), ("%0a", "\n")] {
      text = text.replacing(escape, with: character)
    }
    guard !hasControlCharacter(text) else { throw Problem(.malformed) }
    return text
  }

  private static func hasControlCharacter(_ text: String, except allowed: Unicode.Scalar? = nil) -> Bool {
    text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != allowed }
  }
}
