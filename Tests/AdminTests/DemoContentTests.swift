import Domain
import Foundation
import Testing

@testable import Admin

@Suite("What the demonstration tells")
struct DemoContentTests {
  /// A Monday morning, a Sunday night, right after closing, a holiday, and both nights when clocks change.
  static let loadings = [
    "2026-11-23T07:00:00Z", "2026-11-22T22:59:00Z", "2026-11-20T16:00:01Z", "2026-12-25T12:00:00Z",
    "2026-03-29T02:30:00Z", "2026-10-25T01:30:00Z",
  ]

  @Test("whenever it is loaded, support answers in its hours and conversations go forward", arguments: loadings)
  func times(_ text: String) throws {
    let now = try Date(text, strategy: .iso8601)
    let calendar = DemoCalendar(now: now)
    var warsaw = Calendar(identifier: .gregorian)
    warsaw.timeZone = try #require(TimeZone(identifier: "Europe/Warsaw"))
    for ticket in DemoTicket.all {
      let times = ticket.messages.map { calendar.instant($0.moment) }
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "\(ticket.key)")
      #expect(times.allSatisfy { $0 <= now && $0 > now - 100 * 86_400 }, "\(ticket.key)")
      for (message, time) in zip(ticket.messages, times) where message.side == .support {
        let parts = warsaw.dateComponents([.weekday, .hour], from: time)
        #expect((2...6).contains(parts.weekday ?? 0) && (8..<17).contains(parts.hour ?? 0), "\(ticket.key)")
      }
    }
  }

  @Test("every ticket is one that the desk could have", arguments: DemoTicket.all.map(\.key))
  func plausible(_ key: String) throws {
    let ticket = try #require(DemoTicket.all.first { $0.key == key })
    let hotel = ticket.author.hotel

    #expect(hotel != nil)
    #expect((1...6).contains(ticket.messages.count))
    #expect(ticket.messages.allSatisfy { $0.author.role.isSupport || $0.author.hotel == hotel })
    #expect(ticket.messages.allSatisfy { !$0.internal || $0.side == .support })
    #expect(ticket.messages.allSatisfy { (1...20_000).contains($0.text.count) })
    #expect((ticket.status == .new) == ticket.visibleMessages.allSatisfy { $0.side == .user })
    #expect((ticket.status == .new) == (ticket.assignee == nil))
    #expect(ticket.status != .waiting || ticket.visibleMessages.last?.side == .support)
    #expect(ticket.unread.isEmpty || ticket.visibleMessages.last?.side == .support)
  }

  @Test("keys tell tickets apart, and every status and importance appears")
  func variety() {
    #expect(Set(DemoTicket.all.map(\.key)).count == 36)
    #expect(DemoTicket.baltyk.count == 22)
    #expect(Set(DemoTicket.all.map(\.status)) == Set(TicketStatus.allCases))
    #expect(Set(DemoTicket.all.map(\.importance)) == Set(Importance.allCases))
    #expect(DemoTopics.catalogue.count == 14)
    #expect(DemoTicket.all.flatMap(\.messages).compactMap(\.file).count == 4)
  }
}
