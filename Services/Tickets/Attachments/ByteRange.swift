import Domain

/// The part of a file that a `Range` header asks for (RFC 9110, 14.1.2).
enum ByteRange {
  /// - Parameters:
  ///   - header: the header's value, if there is one
  ///   - size: the file's size in bytes, at least 1
  /// - Returns: the bytes asked for; nil for the whole file, which is also the answer to a header that is malformed, of
  ///   another unit or of several ranges, as the RFC allows.
  /// - Throws: 416 when the range starts behind the end.
  static func parse(_ header: String?, size: Int) throws(Problem) -> Range<Int>? {
    guard let header, header.hasPrefix("bytes=") else { return nil }
    let parts = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
    switch (number(parts[0]), number(parts[1])) {
    case (let first?, let last?):
      guard first <= last else { return nil }
      guard first < size else { throw Problem(.rangeNotSatisfiable) }
      return first..<min(last, size - 1) + 1
    case (let first?, nil):
      guard first < size else { throw Problem(.rangeNotSatisfiable) }
      return first..<size
    case (nil, let suffix?):
      guard suffix > 0 else { throw Problem(.rangeNotSatisfiable) }
      return max(0, size - suffix)..<size
    case (nil, nil):
      return nil
    }
  }

  /// Digits too many for an Int are a number behind every end.
  private static func number(_ digits: Substring) -> Int? {
    digits.isEmpty ? nil : Int(digits) ?? Int.max
  }
}
