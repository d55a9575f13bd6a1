import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite struct PoolTests {
  @Test func manyCallersShareFewConnections() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 3)
      let sum = try await withThrowingTaskGroup(of: Int?.self) { group in
        for number in 0..<200 { group.addTask { try await pool.first("SELECT \(number)", as: Int.self) } }
        return try await group.reduce(0) { $0 + ($1 ?? 0) }
      }
      #expect(sum == 199 * 100)
      let sessions: SQL = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
      #expect(try #require(try await pool.first(sessions, as: Int.self)) <= 3)
      #expect(pool.load == (inUse: 0, waiting: 0))
    }
  }

  @Test func whoWaitsTooLongForAConnectionIsTold() async throws {
    try await withEmptyDatabase { database async throws in
      var configuration = database.configuration(size: 1)
      configuration.acquireDeadline = .milliseconds(50)
      let pool = Pool(configuration)
      try await pool.transaction { db in
        try await db.run("SELECT 1")
        let error = await failure { try await pool.run("SELECT 2") }
        guard case .deadline = error as? PostgresError else { throw try #require(error) }
        #expect(pool.load == (inUse: 1, waiting: 0))
      }
      #expect(try await pool.first("SELECT 3", as: Int.self) == 3)
    }
  }

  @Test func whoCameFirstIsServedFirst() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      try await pool.run("CREATE TABLE arrival (place serial, caller int)")
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await pool.transaction { db in
          try await db.run("SELECT 1")
          for caller in 1...10 {
            group.addTask { try await pool.run("INSERT INTO arrival (caller) VALUES (\(caller))") }
            try await eventually { pool.load.waiting == caller }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await pool.all("SELECT caller FROM arrival ORDER BY place", as: Int.self) == Array(1...10))
    }
  }

  @Test func aCancelledCallerLeavesTheQueue() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      try await pool.transaction { db in
        try await db.run("SELECT 1")
        let task = Task { try await pool.run("SELECT 2") }
        try await eventually { pool.load.waiting == 1 }
        task.cancel()
        let error = await failure { try await task.value }
        #expect(error is CancellationError)
        #expect(pool.load.waiting == 0)
      }
      #expect(try await pool.first("SELECT 3", as: Int.self) == 3)
    }
  }

  @Test func aWrongPasswordRoleOrDatabaseIsAnAuthenticationFailure() async throws {
    try await withEmptyDatabase { database async throws in
      var wrong = try #require(URLComponents(string: database.url()))
      wrong.password = "wrong"
      var nobody = wrong
      nobody.user = "nobody_here"
      var nowhere = try #require(URLComponents(string: database.url()))
      nowhere.path = "/nowhere"
      for (url, sqlState) in [(wrong, "28P01"), (nobody, "28P01"), (nowhere, "3D000")] {
        var configuration = database.configuration()
        configuration.url = try #require(url.string)
        let pool = Pool(configuration)
        let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
        #expect(error?.sqlState == sqlState)
        #expect(error?.isAuthenticationFailure == true)
        #expect(error?.isUnavailable == false)
      }
    }
  }

  @Test func nobodyListeningIsUnavailable() async throws {
    let pool = Pool(Pool.Configuration(url: "postgres://user:secret@127.0.0.1:1/database"))
    let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
    #expect(error?.isUnavailable == true)
    #expect(error?.description.contains("127.0.0.1") == true)
    #expect(error?.debugDescription.contains("secret") == false)
  }

  @Test func aServerThatSaysNothingIsUnavailable() async throws {
    let (port, socket) = try silentServer()
    defer { Foundation.close(socket) }
    var configuration = Pool.Configuration(url: "postgres://user@127.0.0.1:\(port)/database")
    (configuration.size, configuration.connectDeadline) = (1, .milliseconds(100))
    let pool = Pool(configuration)
    let outcomes = await withTaskGroup(of: PostgresError?.self) { group in
      for _ in 0..<3 { group.addTask { await failure { try await pool.run("SELECT 1") } as? PostgresError } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count == 3)
    #expect(outcomes.allSatisfy { if case .unavailable = $0 { true } else { false } })
    #expect(pool.load == (inUse: 0, waiting: 0))
  }

  @Test func aTaskCancelledWhileConnectingDoesNotWait() async throws {
    let (port, socket) = try silentServer()
    defer { Foundation.close(socket) }
    let pool = Pool(Pool.Configuration(url: "postgres://user@127.0.0.1:\(port)/database"))
    let task = Task { try await pool.run("SELECT 1") }
    try await eventually { pool.load.inUse == 1 }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(pool.load.inUse == 0)
  }

  @Test func anUnreadableURLIsNotRepeated() async throws {
    let pool = Pool(Pool.Configuration(url: "postgres://user:pass word@[host/database"))
    let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
    #expect(error?.debugDescription.contains("pass") == false)
  }

  @Test func closingWaitsForWhatIsLentAndRefusesTheRest() async throws {
    try await withEmptyDatabase { database async throws in
      let (pool, witness) = (database.pool(size: 2), database.pool(size: 1))
      try await pool.run("CREATE TABLE note (id int)")
      let closing = try await pool.transaction { db in
        try await db.run("INSERT INTO note VALUES (1)")
        let closing = Task { await pool.close() }
        try await eventually { await failure { try await pool.run("SELECT 1") } != nil }
        try await db.run("INSERT INTO note VALUES (2)")
        return closing
      }
      await closing.value
      #expect(try await witness.first("SELECT count(*) FROM note", as: Int.self) == 2)
      try await eventually {
        let sessions: SQL =
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        return try await witness.first(sessions, as: Int.self) == 1
      }
      await pool.close()
    }
  }

  @Test func theServiceEndsWithItsTask() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let service = Task { try await pool.run() }
      try await pool.run("SELECT 1")
      service.cancel()
      try await service.value
      let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
      #expect(error?.isUnavailable == true)
    }
  }

  /// A port that takes connections and never answers.
  private func silentServer() throws -> (port: Int, socket: Int32) {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 16) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    try #require(isBound)
    return (Int(UInt16(bigEndian: address.sin_port)), socket)
  }
}
