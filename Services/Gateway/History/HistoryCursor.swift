import Domain
import Foundation

/// The place in the History, after an entry: the newest change comes first, of one instant tickets before
/// notifications, and of those the higher number.
struct HistoryCursor: Equatable {
  let milliseconds: Int
  let kind: HistoryEntry.Kind
  let number: Int

  init(milliseconds: Int, kind: HistoryEntry.Kind, number: Int) {
    self.milliseconds = milliseconds
    self.kind = kind
    self.number = number
  }

  init(after entry: HistoryEntry) {
    let milliseconds = Int((entry.updatedAt.timeIntervalSince1970 * 1000).rounded())
    self.init(milliseconds: milliseconds, kind: entry.kind, number: entry.number)
  }

  /// The same place in the list of one kind.
  func cursor(in kind: HistoryEntry.Kind) -> Cursor {
    let number =
      switch (self.kind, kind) {
      case (.ticket, .ticket), (.notification, .notification): number
      // All notifications of the instant are still to come.
      case (.ticket, .notification): Int.max
      // All tickets of the instant have been.
      case (.notification, .ticket): 0
      }
    return Cursor(milliseconds: milliseconds, number: number)
  }

  /// URL-safe base64 of `h.<milliseconds>.<kind>.<number>`.
  var text: String {
    Data("h.\(milliseconds).\(kind.rawValue).\(number)".utf8).base64URLEncodedString()
  }

  /// Reads what ``text`` wrote; anything else is the problem `invalid_cursor`.
  init(parsing text: String) throws(Problem) {
    guard text.utf8.count <= 100, let data = Data(base64URLEncoded: text) else { throw Problem(.invalidCursor) }
    let parts = String(decoding: data, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "h", let milliseconds = Int(parts[1]),
      let kind = HistoryEntry.Kind(rawValue: String(parts[2])), let number = Int(parts[3])
    else { throw Problem(.invalidCursor) }
    self.init(milliseconds: milliseconds, kind: kind, number: number)
    // What each list's own cursor refuses is refused here too.
    guard (try? Cursor(parsing: cursor(in: kind).text)) != nil, self.text == text else { throw Problem(.invalidCursor) }
  }
}

extension HistoryEntry {
  /// Whether this entry stands above another one.
  func isAbove(_ other: HistoryEntry) -> Bool {
    if updatedAt != other.updatedAt { return updatedAt > other.updatedAt }
    if kind != other.kind { return kind == .ticket }
    return number > other.number
  }
}
