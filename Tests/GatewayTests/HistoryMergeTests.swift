import Domain
import Foundation
import Testing

@testable import Gateway

@Suite("The merged history")
struct HistoryMergeTests {
  /// Two lists as the services have them: each in order, many entries at the same instant.
  private struct Lists {
    var tickets: [HistoryEntry] = []
    var notifications: [HistoryEntry] = []

    mutating func add(_ entry: HistoryEntry) {
      if entry.kind == .ticket { tickets.append(entry) } else { notifications.append(entry) }
      tickets.sort { $0.isAbove($1) }
      notifications.sort { $0.isAbove($1) }
    }

    /// What the service of a kind answers: the entries behind its own cursor.
    func page(of kind: HistoryEntry.Kind, after cursor: Cursor?, limit: Int) -> Page<HistoryEntry> {
      let entries = (kind == .ticket ? tickets : notifications).filter { entry in
        guard let cursor, let milliseconds = cursor.milliseconds else { return true }
        return (Cursor(entry.updatedAt, entry.number).milliseconds ?? 0, entry.number) < (milliseconds, cursor.number)
      }
      return Page(Array(entries.prefix(limit + 1)), limit: limit) { Cursor($0.updatedAt, $0.number) }
    }

    func merged(after cursor: HistoryCursor?, limit: Int) -> Page<HistoryEntry> {
      HistoryController.merge(
        page(of: .ticket, after: cursor?.cursor(in: .ticket), limit: limit),
        page(of: .notification, after: cursor?.cursor(in: .notification), limit: limit), limit: limit)
    }
  }

  private static func entry(_ kind: HistoryEntry.Kind, _ number: Int, at milliseconds: Int) -> HistoryEntry {
    HistoryEntry(
      kind: kind, number: number, topic: "t", status: "new",
      updatedAt: Date(timeIntervalSince1970: 1_790_000_000 + Double(milliseconds) / 1000), preview: "", unread: false)
  }

  @Test("gives every entry exactly once and in order, for any page size, while others are added", arguments: 1...30)
  func paging(limit: Int) throws {
    for round in 0..<20 {
      var lists = Lists()
      let count = Int.random(in: 0...60)
      for number in 0..<count {
        lists.add(Self.entry(.random, 100_001 + number, at: .random(in: 0...12)))
      }
      let expected = (lists.tickets + lists.notifications).sorted { $0.isAbove($1) }

      var seen: [HistoryEntry] = []
      var cursor: HistoryCursor?
      var pages = 0
      repeat {
        let page = lists.merged(after: cursor, limit: limit)
        #expect(page.items.count <= limit)
        seen += page.items
        cursor = try page.nextCursor.map { try HistoryCursor(parsing: $0) }
        #expect(cursor == nil || page.items.count == limit, "only the last page is shorter")
        pages += 1
        // What is new stands above all that was there.
        lists.add(Self.entry(.random, 200_000 + pages, at: 100 + pages))
      } while cursor != nil && pages < 200

      #expect(seen == expected, "round \(round), \(count) entries")
    }
  }

  @Test("has a cursor that means the same place to both services")
  func cursors() throws {
    let ticket = HistoryCursor(milliseconds: 5, kind: .ticket, number: 7)
    #expect(ticket.cursor(in: .ticket) == Cursor(milliseconds: 5, number: 7))
    #expect(ticket.cursor(in: .notification) == Cursor(milliseconds: 5, number: .max))
    let notification = HistoryCursor(milliseconds: 5, kind: .notification, number: 7)
    #expect(notification.cursor(in: .ticket) == Cursor(milliseconds: 5, number: 0))
    #expect(notification.cursor(in: .notification) == Cursor(milliseconds: 5, number: 7))
    for cursor in [ticket, notification] {
      #expect(try HistoryCursor(parsing: cursor.text) == cursor)
      for kind in HistoryEntry.Kind.allCases { _ = try Cursor(parsing: cursor.cursor(in: kind).text) }
    }
  }

  @Test(
    "refuses a cursor that it did not write",
    arguments: [
      "", "x", "x.1.ticket.1", "1.5.7", "h.5.chat.7", "h.5.ticket", "h.5.ticket.7.8", "h..ticket.7", "h.5.ticket.-1",
      "h.+5.ticket.7", "h.05.ticket.7", "h.9000000000000001.ticket.7", "h.99999999999999999999.ticket.7",
    ])
  func garbage(text: String) {
    for text in [text, Data(text.utf8).base64URLEncodedString()] {
      #expect(throws: Problem(.invalidCursor)) { try HistoryCursor(parsing: text) }
    }
  }
}

extension HistoryEntry.Kind {
  fileprivate static var random: Self { Bool.random() ? .ticket : .notification }
}
