import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Postgres

@Suite struct ListenerTests {
  @Test func itListensFirstAndThenHearsWhatIsSaidInItsOrder() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let ear = Ear(Listener(database.configuration(), channel: "bell"))
      try await eventually { ear.heard == [.listening] }
      for number in 1...20 { try await say("\(number)", pool) }
      try await pool.run("SELECT pg_notify('other', 'not for us')")
      try await pool.run("NOTIFY bell")
      try await say("zażółć „gęślą” 🐢\n\"\\", pool)
      try await eventually { ear.heard.count == 23 }
      let payloads = (1...20).map(String.init) + ["", "zażółć „gęślą” 🐢\n\"\\"]
      #expect(ear.heard == [.listening] + payloads.map(Listener.Signal.payload))
    }
  }

  @Test func itHearsWhatIsCommittedAndNothingElse() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 2)
      let ear = Ear(Listener(database.configuration(), channel: "bell"))
      try await eventually { ear.heard == [.listening] }
      _ = await failure {
        try await pool.transaction { db in
          try await db.run("SELECT pg_notify('bell', 'rolled back')")
          throw CancellationError()
        }
      }
      try await pool.transaction { db in
        try await db.run("SELECT pg_notify('bell', 'committed')")
        try await say("in between", pool)
        try await eventually { ear.heard.count == 2 }
      }
      try await eventually { ear.heard.count == 3 }
      #expect(ear.heard == [.listening, .payload("in between"), .payload("committed")])
    }
  }

  @Test func aLostConnectionIsMadeAgainAndSaysSo() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let ear = Ear(Listener(configuration(database, "ear"), channel: "bell"))
      for round in 1...3 {
        try await eventually { ear.heard.count == 2 * round - 1 && ear.heard.last == .listening }
        try await say("\(round)", pool)
        try await eventually { ear.heard.last == .payload("\(round)") }
        #expect(try await terminate("ear", pool) == 1)
      }
      try await eventually { ear.heard.count == 7 && ear.heard.last == .listening }
      #expect(try await connections("ear", pool) == 1)
    }
  }

  @Test func whenItsReaderStopsItsConnectionEndsForGood() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let ear = Ear(Listener(configuration(database, "ear"), channel: "bell"))
      let other = Ear(Listener(configuration(database, "other"), channel: "bell"))
      try await eventually { ear.heard == [.listening] && other.heard == [.listening] }

      ear.stop()

      try await eventually { try await connections("ear", pool) == 0 }
      // A thread that went on would connect again as soon as the other one, which has to each time.
      for round in 2...4 {
        #expect(try await terminate("other", pool) == 1)
        try await eventually { other.heard.filter { $0 == .listening }.count == round }
        #expect(try await connections("ear", pool) == 0)
      }
    }
  }

  @Test func aStreamThatNobodyReadsAnyMoreStopsToo() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      var signals: AsyncStream<Listener.Signal>? = Listener(configuration(database, "ear"), channel: "bell").signals()
      try await eventually { try await connections("ear", pool) == 1 }
      #expect(signals != nil)

      signals = nil

      try await eventually { try await connections("ear", pool) == 0 }
    }
  }

  @Test func aReaderFarBehindLosesTheRestAndIsToldToCatchUp() async throws {
    try await withEmptyDatabase { database async throws in
      let pool = database.pool(size: 1)
      let ear = Ear(Listener(configuration(database, "ear"), channel: "bell"), isReading: false)
      try await eventually { try await listens("ear", pool) }
      let sessions = try await sessions(pool)

      // More than wait for a reader; none is read, also while it connects anew, more than once.
      try await pool.run("SELECT pg_notify('bell', number::text) FROM generate_series(1, 3000) AS number")
      try await eventually { try await self.sessions(pool) >= sessions + 3 }
      ear.read()

      try await eventually { ear.heard.filter { $0 == .listening }.count == 2 }
      let heard = ear.heard
      #expect(heard.last == .listening)
      #expect(heard.dropLast() == [.listening] + (1...(heard.count - 2)).map { .payload("\($0)") })
      #expect(heard.count < 3_000)
      try await say("news", pool)
      try await eventually { ear.heard.last == .payload("news") }
    }
  }

  private func configuration(_ database: TestDatabase, _ name: String) -> Pool.Configuration {
    var configuration = database.configuration(size: 1)
    configuration.applicationName = name
    return configuration
  }

  private func say(_ text: String, _ database: any Database) async throws {
    try await database.run("SELECT pg_notify('bell', \(text))")
  }

  private func connections(_ name: String, _ database: any Database) async throws -> Int? {
    try await database.first(
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = \(name)")
  }

  /// Whether the connection of this name has sent its LISTEN.
  private func listens(_ name: String, _ database: any Database) async throws -> Bool {
    try await database.first(
      """
      SELECT count(*) > 0
      FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = \(name) AND query LIKE 'LISTEN%' AND state = 'idle'
      """) ?? false
  }

  /// How many connections there have been.
  private func sessions(_ database: any Database) async throws -> Int {
    try await database.first("SELECT sessions FROM pg_stat_database WHERE datname = current_database()") ?? 0
  }

  /// Ends the connections of this name from the server's side; answers how many there were.
  private func terminate(_ name: String, _ database: any Database) async throws -> Int? {
    try await database.first(
      """
      SELECT count(pg_terminate_backend(pid, 10000))
      FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = \(name)
      """)
  }
}

/// Keeps what a listener says.
private final class Ear: Sendable {
  private let signals: AsyncStream<Listener.Signal>
  private let state = Mutex<(heard: [Listener.Signal], task: Task<Void, Never>?)>(([], nil))

  init(_ listener: Listener, isReading: Bool = true) {
    signals = listener.signals()
    if isReading { read() }
  }

  deinit { stop() }

  var heard: [Listener.Signal] { state.withLock { $0.heard } }

  func read() {
    let task = Task { [signals, weak self] in
      for await signal in signals { self?.state.withLock { $0.heard.append(signal) } }
    }
    state.withLock { $0.task = task }
  }

  func stop() { state.withLock { $0.task }?.cancel() }
}
