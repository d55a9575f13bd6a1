import Domain
import Foundation

/// A file's name as its owner knows it, made harmless.
enum FileName {
  static let maximumLength = 255

  /// The last component of a path, without control characters and marks that reverse the direction of writing; the
  /// ending survives when a long name is cut.
  ///
  /// - Throws: 422 when nothing is left.
  static func sanitized(_ name: String?) throws(Problem) -> String {
    // By scalars, because a combining mark would make the separator before it a part of another character.
    let component = Array((name ?? "").unicodeScalars).split { $0 == "/" || $0 == "\\" }.last ?? []
    let scalars = component.filter {
      ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    let clean = String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
      .trimmingCharacters(in: .whitespaces)
    guard !clean.isEmpty, clean != ".", clean != ".." else { throw .invalid("name", .required) }
    guard clean.unicodeScalars.count > maximumLength else { return clean }
    let ending = clean.lastIndex(of: ".").map { String(clean[$0...]) } ?? ""
    let kept = ending.unicodeScalars.count <= 16 ? ending : ""
    let stem = clean.unicodeScalars.prefix(maximumLength - kept.unicodeScalars.count)
    return String(String.UnicodeScalarView(stem)) + kept
  }

  /// `Content-Disposition` for a download or for showing in place (RFC 6266, with RFC 8187 for names beyond ASCII).
  static func disposition(_ name: String, inline: Bool) -> String {
    let ascii = String(name.map { $0.isASCII && !"\"\\%".contains($0) ? $0 : "_" })
    var unreserved = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
    unreserved.insert(charactersIn: "-._~")
    let encoded = name.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ascii
    return "\(inline ? "inline" : "attachment"); filename=\"\(ascii)\"; filename*=UTF-8''\(encoded)"
  }
}
