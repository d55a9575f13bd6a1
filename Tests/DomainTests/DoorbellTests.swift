import Domain
import Foundation
import Testing

@Suite("Who hears a doorbell")
struct DoorbellTests {
  private let baltyk = UUID.v7()
  private let tatry = UUID.v7()
  private let member: Principal
  private let colleague: Principal
  private let manager: Principal
  private let stranger: Principal
  private let agent = Principal(userId: .v7(), name: "Anna", role: .agent, accountId: nil)
  private let admin = Principal(userId: .v7(), name: "Ewa", role: .admin, accountId: nil)

  init() {
    func person(_ name: String, _ role: Role, _ account: UUID, _ scope: HistoryScope = .account) -> Principal {
      Principal(userId: .v7(), name: name, role: role, accountId: account, historyScope: scope)
    }
    member = person("Katarzyna", .member, baltyk)
    colleague = person("Ola", .member, baltyk)
    manager = person("Marek", .manager, baltyk)
    stranger = person("Joanna", .manager, tatry)
  }

  @Test("what is for a user is heard by that user alone")
  func user() {
    let doorbell = Doorbell(.notification, 100_001, accountId: baltyk, userId: member.userId)
    #expect(hearers(of: doorbell) == ["Katarzyna"])
    // So is what a person of support has read: it is nothing to their colleagues.
    let reading = Doorbell(.ticket, 100_001, accountId: baltyk, userId: agent.userId, forSupport: true)
    #expect(hearers(of: reading) == ["Anna"])
  }

  @Test("what is for an account is heard by all of it and by no other")
  func account() {
    #expect(hearers(of: Doorbell(.notification, 1, accountId: baltyk)) == ["Katarzyna", "Ola", "Marek"])
    #expect(hearers(of: Doorbell(.notification, 1, accountId: tatry)) == ["Joanna"])
    #expect(hearers(of: Doorbell(.notification, 1, accountId: .v7())) == [])
  }

  @Test("what is for everyone is heard in all accounts")
  func everyone() {
    let heard = hearers(of: Doorbell(.notification, 1, accountId: nil))
    #expect(heard == ["Katarzyna", "Ola", "Marek", "Joanna"])
  }

  @Test("support hears what is for support too, whose ever it is")
  func support() {
    let doorbell = Doorbell(.ticket, 100_001, accountId: baltyk, authorId: member.userId, forSupport: true)
    #expect(hearers(of: doorbell) == ["Katarzyna", "Ola", "Marek", "Anna", "Ewa"])
    #expect(!doorbell.rings(for: stranger))
  }

  @Test("where members see only their own, the others do not hear of a ticket; managers and its author do")
  func ownScope() {
    let doorbell = Doorbell(.ticket, 100_001, accountId: baltyk, authorId: member.userId, forSupport: true)
    func apart(_ person: Principal) -> Principal {
      Principal(
        userId: person.userId, name: person.name, role: person.role, accountId: person.accountId, historyScope: .own)
    }
    #expect(doorbell.rings(for: apart(member)))
    #expect(!doorbell.rings(for: apart(colleague)))
    #expect(doorbell.rings(for: apart(manager)))
    #expect(!doorbell.rings(for: apart(stranger)))
    // What is about nobody's ticket is for them all.
    #expect(Doorbell(.notification, 1, accountId: baltyk).rings(for: apart(colleague)))
  }

  private func hearers(of doorbell: Doorbell) -> [String] {
    [member, colleague, manager, stranger, agent, admin].filter { doorbell.rings(for: $0) }.map(\.name)
  }
}
