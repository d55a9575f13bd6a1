import ArgumentParser
import Configuration
import Domain
import Foundation
import Postgres
import ServiceKit

/// `pomoc demo`: two hotels, their people, what they asked and were told, for looking around.
struct DemoCommand: DatabaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Loads two example hotels with people, tickets and notifications; a second run changes nothing.",
    discussion: """
      DEMO_HOST_KEY, at least 32 characters, is the secret with which the demonstration's host page signs its users' \
      tokens. Everybody's password is \(Demo.password): never load this into an installation that others can reach.
      """)

  func work(on pool: Pool) async throws {
    let hostKey = try ConfigReader.environment.required("DEMO_HOST_KEY", minimumLength: 32)
    let loaded = try await Demo(pool: pool).load(hostKey: hostKey, now: Date())
    let remark = loaded == .nothing ? ", all was there already" : ""
    print("new: \(loaded.people) people, \(loaded.tickets) tickets, \(loaded.notifications) notifications\(remark)")
    print("sign in with the password \(Demo.password) as")
    for person in DemoPerson.allCases {
      let email = person.rawValue.padding(toLength: 24, withPad: " ", startingAt: 0)
      print("  \(email) \(person.name), \(person.role.rawValue), \(person.hotel?.name ?? "support")")
    }
  }
}
