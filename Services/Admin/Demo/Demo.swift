import Domain
import Foundation
import Postgres
import ServiceKit

/// Loads the demonstration, all of it or nothing, and only what is not there yet.
struct Demo {
  /// Everybody's, and known to all the world.
  static let password = "pomoc-demo"

  let pool: Pool

  /// How much was new.
  struct Loaded: Equatable {
    var people = 0
    var tickets = 0
    var notifications = 0

    static let nothing = Loaded()
  }

  /// Loads with the secret of the demonstration's host page, which replaces another one, and with times of what
  /// is new that are counted from now.
  func load(hostKey: String, now: Date) async throws -> Loaded {
    let key = try SigningKey(.hs256, reading: hostKey)
    return try await pool.transaction(settings: [("pomoc.role", "system")]) { db in
      // Two installers at once: the second one waits and finds everything done.
      try await db.run("SELECT pg_advisory_xact_lock(hashtext('pomoc demo'))")
      let (people, added) = try await DemoPeople(db: db).load(key: key, now: now)
      let new = try await DemoHistory(db: db, people: people, calendar: DemoCalendar(now: now)).load()
      return Loaded(people: added, tickets: new.tickets, notifications: new.notifications)
    }
  }
}

/// Loads who appears in the demonstration.
struct DemoPeople {
  let db: any Database

  /// A person of the demonstration as they stand in the database.
  struct Known {
    let id: UUID
    let accountId: UUID?
  }

  /// - Returns: everybody, and how many of them are new.
  func load(key: SigningKey, now: Date) async throws -> (people: [DemoPerson: Known], added: Int) {
    let integration = try await IntegrationRepository(db: db)
      .set(kid: DemoHost.kid, issuer: DemoHost.issuer, key: key)
    var accounts: [DemoHotel: UUID] = [:]
    for hotel in DemoHotel.allCases { accounts[hotel] = try await load(hotel, integration: integration) }
    var people: [DemoPerson: Known] = [:]
    var added = 0
    // The password is public, so one salt for all gives nothing away and saves six scrypts.
    var hash: String?
    for person in DemoPerson.allCases {
      let account = person.hotel.flatMap { accounts[$0] }
      var id = try await find(person)
      if id == nil {
        hash = try hash ?? Password.hash(Demo.password)
        id = try await add(person, account: account, hash: hash)
        added += 1
      }
      guard let id else { throw Refusal("\(person.rawValue) is there already, but cannot sign in") }
      people[person] = Known(id: id, accountId: account)
    }
    try await backdate(people.values.map(\.id), to: now - 365 * 86_400)
    for (position, topic) in DemoTopics.catalogue.enumerated() {
      try await db.run(
        "INSERT INTO topic (name, position) VALUES (\(topic), \(position + 1)) ON CONFLICT (name) DO NOTHING")
    }
    return (people, added)
  }

  private func load(_ hotel: DemoHotel, integration: Int?) async throws -> UUID? {
    try await db.run(
      """
      INSERT INTO account (id, name, integration_id, external_id)
      VALUES (\(UUID.v7()), \(hotel.name), \(integration), \(hotel.rawValue))
      ON CONFLICT (integration_id, external_id) DO NOTHING
      """)
    return try await db.first(
      "SELECT id FROM account WHERE integration_id = \(integration) AND external_id = \(hotel.rawValue)")
  }

  private func find(_ person: DemoPerson) async throws -> UUID? {
    try await db.first("SELECT id FROM app_user WHERE email = \(person.rawValue) AND password_hash IS NOT NULL")
  }

  /// Adds a person, or the password to one who came through the host page before.
  private func add(_ person: DemoPerson, account: UUID?, hash: String?) async throws -> UUID? {
    try await db.first(
      """
      INSERT INTO app_user (id, account_id, external_id, name, email, password_hash, role)
      VALUES (\(UUID.v7()), \(account), \(person.externalId), \(person.name), \(person.rawValue), \(hash), \(person.role))
      ON CONFLICT (account_id, external_id) DO UPDATE
        SET email = EXCLUDED.email, password_hash = EXCLUDED.password_hash
      RETURNING id
      """)
  }

  /// They were there when what they have received was sent: nobody receives what was sent before they came.
  private func backdate(_ ids: [UUID], to instant: Date) async throws {
    try await db.run(
      "UPDATE app_user SET created_at = \(instant) WHERE id = ANY(\(ids)) AND created_at > \(instant)")
  }
}

extension [DemoPerson: DemoPeople.Known] {
  func require(_ person: DemoPerson) throws(Refusal) -> DemoPeople.Known {
    guard let known = self[person] else { throw Refusal("\(person.rawValue) is not there") }
    return known
  }
}
