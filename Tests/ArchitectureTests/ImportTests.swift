import Testing

@Suite("Who may know whom")
struct ImportTests {
  @Test("the domain knows nothing but Foundation")
  func domain() throws {
    let files = try Repository.files(under: "Shared/Domain")
    #expect(files.count > 10)
    for file in files { #expect(file.imports.isSubset(of: ["Foundation"]), "\(file.path)") }
  }

  @Test("the database module knows nothing of HTTP or of what it is used for")
  func postgres() throws {
    let allowed: Set = ["CPostgres", "Foundation", "Logging", "Metrics", "ServiceLifecycle", "Synchronization"]
    for file in try Repository.files(under: "Shared/Postgres") {
      #expect(file.imports.isSubset(of: allowed), "\(file.path)")
    }
  }

  @Test("the schema knows only the database module")
  func schema() throws {
    for file in try Repository.files(under: "Shared/Schema") {
      #expect(file.imports.isSubset(of: ["Postgres"]), "\(file.path)")
    }
  }

  @Test("no service knows another, and nothing shared knows a service")
  func services() throws {
    let services = Set(try Repository.files(under: "Services").map(\.service))
    #expect(services.isSuperset(of: ["Gateway", "Tickets", "Notifications", "Admin"]))
    for file in try Repository.files(under: "Services") {
      #expect(file.imports.intersection(services).isEmpty, "\(file.path)")
    }
    for file in try Repository.files(under: "Shared") {
      #expect(file.imports.intersection(services).isEmpty, "\(file.path)")
    }
  }

  @Test(
    "what is special stays where it belongs",
    arguments: [
      "CPostgres": ["Shared/Postgres", "Tests/Support"],
      "CMagic": ["Services/Tickets"],
      "JWTKit": ["Shared/ServiceKit", "Services/Gateway", "Services/Admin"],
      "AsyncHTTPClient": ["Shared/ServiceKit", "Services/Gateway", "Tests/Support"],
      "Hummingbird": ["Shared/ServiceKit", "Services/Gateway", "Services/Tickets", "Services/Notifications"],
      "CryptoExtras": ["Shared/ServiceKit"],
      "Schema": ["Shared/ServiceKit", "Services/Admin", "Tests/Support"],
      "NIOPosix": ["Shared/ServiceKit", "Tests/Support"],
    ])
  func special(module: String, targets: [String]) throws {
    let users = try
      (Repository.files(under: "Services") + Repository.files(under: "Shared")
      + Repository.files(under: "Tests/Support"))
      .filter { $0.imports.contains(module) }
    #expect(!users.isEmpty, "nobody imports \(module): this shows nothing")
    for file in users { #expect(targets.contains(file.target), "\(file.path) imports \(module)") }
  }

  @Test("nothing that serves people was made for tests")
  func testing() throws {
    for file in try Repository.files(under: "Services") + Repository.files(under: "Shared") {
      #expect(
        file.imports.isDisjoint(with: ["Testing", "XCTest", "TestSupport", "HummingbirdTesting"]), "\(file.path)")
      #expect(!file.text.contains("@testable"), "\(file.path)")
    }
  }
}

extension SourceFile {
  /// The service a file under `Services` is of.
  fileprivate var service: String { String(path.split(separator: "/")[1]) }
}
