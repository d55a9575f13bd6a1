import Domain
import Foundation
import Postgres
import ServiceKit

/// The people of every test: two hotels and the support department.
package struct Samples: Sendable {
  package let baltyk = Account(id: .v7(), name: "Hotel Bałtyk")
  package let tatry = Account(id: .v7(), name: "Hotel Tatry")
  package let reception: Principal
  package let owner: Principal
  package let tatryReception: Principal
  package let tatryOwner: Principal
  package let agent: Principal
  package let secondAgent: Principal
  package let admin: Principal

  /// The password of all.
  package static let password = "pomoc-demo"
  /// The secret under the inner tokens of a test's processes.
  package static let innerKey = "an inner key for tests, 32 characters"
  /// The secret of the integration `demo`, issuer `planer.example`.
  package static let hostKey = "a host application's key for tests, long"

  package var all: [Principal] { [reception, owner, tatryReception, tatryOwner, agent, secondAgent, admin] }

  private init() {
    func person(_ name: String, _ role: Role, _ account: Account?) -> Principal {
      Principal(userId: .v7(), name: name, role: role, accountId: account?.id)
    }
    reception = person("Katarzyna Zielińska", .member, baltyk)
    owner = person("Marek Wiśniewski", .manager, baltyk)
    tatryReception = person("Joanna Gąsienica", .member, tatry)
    tatryOwner = person("Stanisław Bachleda", .manager, tatry)
    agent = person("Anna Kowalczyk", .agent, nil)
    secondAgent = person("Tomasz Nowicki", .agent, nil)
    admin = person("Ewa Lewandowska", .admin, nil)
  }

  /// The e-mail a person signs in with.
  package func email(of principal: Principal) -> String {
    switch principal.userId {
    case reception.userId: "reception@baltyk.example"
    case owner.userId: "owner@baltyk.example"
    case tatryReception.userId: "reception@tatry.example"
    case tatryOwner.userId: "owner@tatry.example"
    case agent.userId: "agent@pomoc.example"
    case secondAgent.userId: "agent2@pomoc.example"
    default: "admin@pomoc.example"
    }
  }

  /// Writes the people into a test's database, as its owner.
  package static func insert(into database: TestDatabase) async throws -> Samples {
    let samples = Samples()
    let pool = database.pool(size: 1)
    try await pool.transaction(settings: [("pomoc.role", "system")]) { db in
      try await db.run(
        """
        INSERT INTO integration (kid, issuer, algorithm, key)
        VALUES ('demo', 'planer.example', 'HS256', \(Array(hostKey.utf8)))
        """)
      for (account, externalId) in [(samples.baltyk, "baltyk"), (samples.tatry, "tatry")] {
        try await db.run(
          """
          INSERT INTO account (id, name, integration_id, external_id)
          SELECT \(account.id), \(account.name), id, \(externalId) FROM integration WHERE kid = 'demo'
          """)
      }
      for person in samples.all {
        let email = samples.email(of: person)
        let externalId = person.accountId == nil ? nil : email.split(separator: "@").first.map(String.init)
        try await db.run(
          """
          INSERT INTO app_user (id, account_id, external_id, name, email, password_hash, role)
          VALUES (\(person.userId), \(person.accountId), \(externalId), \(person.name), \(email),
            \(try passwordHash.get()), \(person.role.rawValue))
          """)
      }
    }
    await pool.close()
    return samples
  }

  /// Once a process: scrypt takes its time.
  private static let passwordHash = Result { try Password.hash(password) }
}
