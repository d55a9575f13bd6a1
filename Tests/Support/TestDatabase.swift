import Foundation
import Postgres
import Schema

/// A database of one test's own, gone when the test is over.
package struct TestDatabase: Sendable {
  package let name: String

  /// The address as the cluster's owner, or as a role of the schema, which has the password `test`.
  package func url(as role: String? = nil) -> String {
    TestCluster.url(database: name, role: role)
  }

  /// How to reach the database with the role's rights, patient enough for a busy machine.
  package func configuration(as role: String? = nil, size: Int = 8) -> Pool.Configuration {
    TestCluster.configuration(url: url(as: role), size: size)
  }

  /// A pool that needs no closing: its connections end with the database.
  package func pool(as role: String? = nil, size: Int = 8) -> Pool {
    Pool(configuration(as: role, size: size))
  }
}

/// Gives the body a database with the product's schema, cloned from a template that is migrated once for all processes.
///
/// A body whose only `try` stands within `#expect` has to say `{ database async throws in`: the macro hides it.
package func withTestDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
  try await withDatabase(template: await TestCluster.template.value, body)
}

/// Gives the body a database with nothing in it.
package func withEmptyDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
  try await withDatabase(template: "template0", body)
}

private func withDatabase(template: String, _ body: (TestDatabase) async throws -> Void) async throws {
  let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
  try await TestCluster.administer { try $0.run("CREATE DATABASE \(name) TEMPLATE \(template)") }
  var failure: (any Error)?
  do {
    try await body(TestDatabase(name: name))
  } catch {
    failure = error
  }
  try await TestCluster.administer { try $0.run("DROP DATABASE \(name) WITH (FORCE)") }
  if let failure { throw failure }
}
