import Postgres

/// Whether facts leave: how many wait for their way to notifications, and which were refused too often.
struct OutboxCheck {
  let db: any Database

  /// A relay tries every few seconds; what waits for this long, in seconds, waits in vain.
  private static let patience = 600.0
  /// Facts that are shown one by one.
  private static let shown = 5

  func findings() async throws -> [Finding] {
    let outbox = FactRepository(db: db)
    let backlog = try await outbox.backlog()
    let facts = try await outbox.setAside(limit: Self.shown)
    var findings = [waiting(backlog)] + facts.map(finding)
    if backlog.setAside > facts.count {
      findings.append(
        .unsound(
          "more facts set aside: \(backlog.setAside - facts.count)", hint: "`pomoc events list` shows them all"))
    }
    return findings
  }

  private func waiting(_ backlog: FactRepository.Backlog) -> Finding {
    guard let age = backlog.age else { return .sound("no fact waits in the outbox") }
    let text = "facts waiting in the outbox: \(backlog.waiting), the oldest for \(backlog.oldest)"
    return age < Self.patience
      ? .sound(text)
      : .unsound(text, hint: "see whether the process `notifications` runs, and what `tickets` logs")
  }

  private func finding(_ fact: FactRepository.Fact) -> Finding {
    .unsound(
      "fact set aside: \(fact)",
      hint: "when the reason is gone, `pomoc events retry --id \(fact.id)` sends it again")
  }
}
