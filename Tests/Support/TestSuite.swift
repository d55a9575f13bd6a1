import AsyncHTTPClient
import Domain
import Foundation
import NIOHTTP1
import Postgres
import ServiceKit

/// The whole suite as an operator runs it: real processes, and a database with the sample people in it.
package struct TestSuite: Sendable {
  package let processes: TestProcesses
  package let samples: Samples
  /// The database as its owner, past every policy.
  package let owner: Pool

  package var gateway: TestProcess { processes[.gateway] }
  package var tickets: TestProcess { processes[.tickets] }
  package var notifications: TestProcess { processes[.notifications] }
  package var port: Int { processes.port }

  /// Somebody without a credential.
  package var stranger: TestCaller { processes.caller() }

  /// A person who is signed in, with a session of their own for each call of this.
  package func caller(_ principal: Principal) async throws -> TestCaller {
    bearer(try await session(of: principal).text)
  }

  /// Somebody who presents this token.
  package func bearer(_ token: String) -> TestCaller {
    var caller = stranger
    caller.headers["Authorization"] = "Bearer \(token)"
    return caller
  }

  /// A new session, past the sign-in and its price.
  package func session(of principal: Principal) async throws -> Token {
    let token = Token(.session)
    try await owner.run(
      """
      INSERT INTO session (token_hash, user_id, expires_at)
      VALUES (\(token.sha256), \(principal.userId), now() + interval '1 hour')
      """)
    return token
  }

  /// A person's new API key.
  package func key(of principal: Principal) async throws -> Token {
    let token = Token(.key)
    try await owner.run(
      "INSERT INTO api_key (id, token_hash, user_id) VALUES (\(UUID.v7()), \(token.sha256), \(principal.userId))")
    return token
  }

  /// How many rows there are of what an upload leaves.
  package func stored() async throws -> Stored {
    let stored: Stored? = try await owner.first(
      """
      SELECT (SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM message) AS messages,
        (SELECT count(*) FROM attachment) AS attachments, (SELECT count(*) FROM attachment_chunk) AS chunks
      """)
    return stored ?? Stored(tickets: -1, messages: -1, attachments: -1, chunks: -1)
  }

  package struct Stored: Decodable, Sendable, Equatable {
    package let tickets: Int
    package let messages: Int
    package let attachments: Int
    package let chunks: Int

    package init(tickets: Int, messages: Int, attachments: Int, chunks: Int) {
      self.tickets = tickets
      self.messages = messages
      self.attachments = attachments
      self.chunks = chunks
    }
  }
}

/// Runs the body against a suite of its own, and ends the suite's processes whatever happens.
///
/// - Parameter overrides: settings that differ from the defaults.
package func withTestSuite(
  _ overrides: [String: String] = [:], _ body: (TestSuite) async throws -> Void
) async throws {
  try await withTestDatabase { database in
    let samples = try await Samples.insert(into: database)
    try await withTestProcesses({ database.url(as: $0) }, overrides) { processes in
      try await processes.startAll()
      let owner = database.pool()
      try await body(TestSuite(processes: processes, samples: samples, owner: owner))
      await owner.close()
    }
  }
}

/// Runs the body with processes that are not started yet, and ends those that were.
package func withTestProcesses(
  _ databaseURL: @escaping @Sendable (String) -> String, _ overrides: [String: String] = [:],
  _ body: (TestProcesses) async throws -> Void
) async throws {
  let processes = try TestProcesses(databaseURL: databaseURL, overrides: overrides)
  do {
    try await body(processes)
  } catch {
    await processes.end(failed: true)
    throw error
  }
  await processes.end(failed: false)
}
