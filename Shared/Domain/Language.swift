/// The three languages of screens and messages; Polish is the default.
package enum Language: String, Codable, Sendable, CaseIterable {
  case pl, en, uk

  /// The best of the three for an `Accept-Language` value (RFC 9110, 12.5.4); Polish when none fits.
  ///
  /// Only the primary subtag counts (`en-GB` is `en`); `q=0` excludes; at most 20 entries are read.
  package init(acceptLanguage: String?) {
    var best: (language: Language, quality: Double)?
    for entry in (acceptLanguage ?? "").split(separator: ",").prefix(20) {
      let parts = entry.split(separator: ";").map { $0.drop { $0 == " " } }
      guard let tag = parts.first?.lowercased().split(separator: "-").first,
        let language = Language(rawValue: tag.trimmingSpaces())
      else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2).trimmingSpaces()
      let quality = weight.flatMap(Double.init) ?? 1
      if quality > (best?.quality ?? 0) { best = (language, quality) }
    }
    self = best?.language ?? .pl
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String { String(filter { $0 != " " }) }
}
