import CPostgres
import Foundation

/// libpq on one connection's own thread: sends, waits with a deadline, receives. No other thread touches it.
///
/// The link is always in pipeline mode, so preparing and executing a statement, or a whole batch, is one round trip.
final class Session {
  let canceller: Canceller
  private let link: OpaquePointer
  private var statements = StatementCache()
  /// The link is lost, or in a state nobody can be sure of.
  private(set) var isBroken = false

  /// Connects within the configured deadline.
  init(_ configuration: Pool.Configuration) throws {
    link = try Session.connect(configuration)
    canceller = Canceller(link)
    guard PQsetnonblocking(link, 1) == 0, PQenterPipelineMode(link) == 1 else { throw lost() }
  }

  deinit { PQfinish(link) }

  var isIdle: Bool { !isBroken && PQtransactionStatus(link) == PQTRANS_IDLE }
  var socket: Int32 { PQsocket(link) }

  /// Sends the batch as one and answers the last statement's result, or throws the first statement's error.
  func execute(_ batch: [Statement], _ watch: Watch) throws -> QueryResult {
    let wasIdle = isIdle
    do {
      return try exchange(batch, watch)
    } catch let error as PostgresError where ["0A000", "26000"].contains(error.sqlState) {
      // The table changed, or somebody deallocated: nothing of the statement ran, so alone it may be prepared anew.
      let forgotten = batch.filter { statements.retire(StatementCache.Key($0)) }
      guard !forgotten.isEmpty, batch.count == 1, wasIdle else { throw error }
      return try exchange(batch, watch)
    }
  }

  /// Runs a text of many statements, as a migration is. Pipelines cannot, so the link leaves its mode for a moment.
  func script(_ text: String, _ watch: Watch) throws {
    try check(PQexitPipelineMode(link))
    try check(PQsendQuery(link, text))
    var failure: PostgresError?
    while let result = try receive(watch) {
      failure = failure ?? PostgresError(result)
    }
    try conclude(failure, watch)
    try check(PQenterPipelineMode(link))
  }

  /// Waits until no cancel request is under way that could hit the next statement.
  func settle() {
    if !canceller.settle() { isBroken = true }
  }

  /// What was sent and now has to be answered, in this order.
  private enum Expected {
    case deallocated, prepared(StatementCache.Key), executed(StatementCache.Key?), sync
  }

  private func exchange(_ batch: [Statement], _ watch: Watch) throws -> QueryResult {
    var expected: [Expected] = []
    if isIdle { try deallocate(&expected) }
    for statement in batch { try send(statement, &expected) }
    try synchronize(&expected)

    var outcome: QueryResult?
    var failure: PostgresError?
    for answer in expected where PQstatus(link) == CONNECTION_OK {
      var columns: Columns?
      if case .executed(let key?) = answer { columns = statements[key]?.columns }
      guard let result = try receive(watch, columns) else { throw lost() }
      switch answer {
      case .sync: continue
      case .deallocated: break
      case .prepared(let key):
        if result.status != PGRES_COMMAND_OK { statements[key] = nil }
        failure = failure ?? PostgresError(result)
      case .executed(let key):
        if let key, columns == nil, result.status == PGRES_TUPLES_OK { statements[key]?.columns = result.columns }
        failure = failure ?? PostgresError(result)
        outcome = result
      }
      guard try receive(watch) == nil else { throw lost() }
    }
    try conclude(failure, watch)
    guard let outcome else { throw lost() }
    return outcome
  }

  private func send(_ statement: Statement, _ expected: inout [Expected]) throws {
    try statement.withParameters { count, types, values, lengths, formats in
      guard statement.isReusable else {
        try check(PQsendQueryParams(link, statement.text, count, types, values, lengths, formats, 1))
        return expected.append(.executed(nil))
      }
      let key = StatementCache.Key(statement)
      let known = statements.use(key)
      let name = known ?? statements.insert(key)
      if known == nil {
        try check(PQsendPrepare(link, name, statement.text, count, types))
        expected.append(.prepared(key))
      }
      try check(PQsendQueryPrepared(link, name, count, values, lengths, formats, 1))
      expected.append(.executed(key))
    }
  }

  /// Gives statements that left the cache back to the server, apart from the batch, so that neither can fail the other.
  private func deallocate(_ expected: inout [Expected]) throws {
    let names = statements.takeRetired()
    guard !names.isEmpty else { return }
    for name in names {
      try check(PQsendQueryParams(link, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 1))
      expected.append(.deallocated)
    }
    try synchronize(&expected)
  }

  private func synchronize(_ expected: inout [Expected]) throws {
    try check(PQpipelineSync(link))
    expected.append(.sync)
  }

  /// The next result, or `nil` between two; asks libpq only for what it need not block for.
  private func receive(_ watch: Watch, _ columns: Columns? = nil) throws -> QueryResult? {
    while PQisBusy(link) == 1 {
      let events = PQflush(link) == 1 ? POLLIN | POLLOUT : POLLIN
      guard watch.wait(PQsocket(link), for: events, canceller) else {
        isBroken = true
        throw watch.reason
      }
      // When the link is lost, PQgetResult has an error to tell and does not wait.
      if PQconsumeInput(link) == 0 { break }
    }
    return PQgetResult(link).map { QueryResult($0, columns: columns) }
  }

  private func conclude(_ failure: PostgresError?, _ watch: Watch) throws {
    if PQstatus(link) == CONNECTION_BAD { isBroken = true }
    guard let failure else { return }
    throw failure.sqlState == "57014" && watch.isInterrupted ? watch.reason : failure
  }

  private func check(_ success: Int32) throws {
    guard success == 1 else { throw lost() }
  }

  private func lost() -> PostgresError {
    isBroken = true
    return .unavailable(String(cString: PQerrorMessage(link)).trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

extension Session {
  /// Makes a link without ever blocking on the network; only looking up a name may take the resolver's time.
  static func connect(_ configuration: Pool.Configuration) throws -> OpaquePointer {
    // libpq's own complaint about an unreadable URL would quote the password.
    guard let options = PQconninfoParse(configuration.url, nil) else {
      throw PostgresError.unavailable("the database URL cannot be read")
    }
    PQconninfoFree(options)
    // What stands before the URL is a default the URL may override.
    let settings = [
      ("options", "-c timezone=UTC"), ("keepalives_idle", "15"), ("keepalives_interval", "5"),
      ("keepalives_count", "3"),
      ("application_name", configuration.applicationName),
      ("dbname", configuration.url),
      ("client_encoding", "UTF8"),
    ]
    let keys = settings.map { strdup($0.0) }
    let values = settings.map { strdup($0.1) }
    defer { (keys + values).forEach { free($0) } }
    guard
      let link = PQconnectStartParams(
        keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    else { throw PostgresError.unavailable("out of memory") }
    PQsetErrorVerbosity(link, PQERRORS_VERBOSE)
    // Else libpq writes them to standard error, between the lines of the log.
    PQsetNoticeProcessor(link, { _, _ in }, nil)
    do {
      try finishConnecting(link, by: .now + configuration.connectDeadline)
      return link
    } catch {
      PQfinish(link)
      throw error
    }
  }

  private static func finishConnecting(_ link: OpaquePointer, by deadline: ContinuousClock.Instant) throws {
    var state = PQstatus(link) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
    while state != PGRES_POLLING_OK {
      guard state != PGRES_POLLING_FAILED else { throw PostgresError(connecting: link) }
      let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
      guard isReady(PQsocket(link), for: events, by: deadline) else {
        throw PostgresError.unavailable("the server did not answer in time")
      }
      state = PQconnectPoll(link)
    }
  }
}
