import ArgumentParser
import Postgres
import ServiceKit

/// `pomoc events`: facts that the receiver refused until they were set aside.
struct EventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Lists facts that could not be told, and sends them again.",
    discussion: """
      What happens to tickets is told to the process `notifications`. A fact that it refuses again and again is set aside, \
      so that the others go on; nothing is lost.
      """,
    subcommands: [List.self, Retry.self])

  struct List: DatabaseCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the facts that were set aside: id, kind, ticket, attempts, since when and why.")

    func work(on pool: Pool) async throws {
      let (facts, backlog) = try await pool.actingAsSystem { db in
        let repository = FactRepository(db: db)
        return (try await repository.setAside(), try await repository.backlog())
      }
      for fact in facts { print(fact) }
      let oldest = backlog.age == nil ? "" : ", the oldest for \(backlog.oldest)"
      print("set aside: \(facts.count), waiting for their turn: \(backlog.waiting)\(oldest)")
    }
  }

  struct Retry: DatabaseCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts facts that were set aside back on the road, all of them or one.",
      discussion: "They are told at once, behind what has been told of their tickets since.")

    @Option(help: "The fact's id, as the list shows it.")
    var id: Int?

    func work(on pool: Pool) async throws {
      let count = try await pool.actingAsSystem { [id] db in try await FactRepository(db: db).retry(id) }
      if let id, count == 0 { throw Refusal("no fact \(id) was set aside; `pomoc events list` shows them all") }
      print("put back on the road: \(count)")
    }
  }
}
