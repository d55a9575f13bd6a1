import Foundation
import Synchronization

/// A real process that a test starts, with its standard error in a file. It ends with this one, however that ends.
package final class TestProcess: Sendable {
  /// How a process ended.
  package enum Ending: Sendable, Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// Why a process cannot be started.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package let name: String
  package let pid: Int32
  private let logFile: URL
  private let ending: EndingBox

  /// Starts an executable.
  ///
  /// - Parameters:
  ///   - environment: all the process gets to see, besides `PATH` and the mark of the test run
  ///   - logFile: grows by what the process writes to standard error
  package init(
    _ executable: URL, _ arguments: [String] = [], environment: [String: String], logFile: URL
  ) async throws {
    name = executable.lastPathComponent
    self.logFile = logFile
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/setpriv")
    process.arguments = ["--pdeathsig", "KILL", "--", executable.path()] + arguments
    let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "POMOC_TEST_RUN"].contains($0.key) }
    process.environment = inherited.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let log = open(logFile.path(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else { throw Failure(description: "\(logFile.path()) cannot be written") }
    process.standardError = FileHandle(fileDescriptor: log, closeOnDealloc: true)
    let ending = EndingBox()
    self.ending = ending
    pid = try await withCheckedThrowingContinuation { continuation in
      // Linux sends the death signal when the *thread* that started the process ends, so it gets one of its own.
      Thread.detachNewThread {
        do {
          try process.run()
        } catch {
          continuation.resume(throwing: error)
          return
        }
        continuation.resume(returning: process.processIdentifier)
        process.waitUntilExit()
        let status = process.terminationStatus
        ending.set(process.terminationReason == .exit ? .exit(status) : .signal(status))
      }
    }
  }

  /// How the process ended; nil while it runs.
  package var isOver: Ending? { ending.value }

  package func send(_ signal: Int32) {
    if ending.value == nil { kill(pid, signal) }
  }

  /// Waits for the end.
  package func end(within limit: Duration = .seconds(60)) async throws -> Ending {
    try await waitUntil("\(name) ends", within: limit) { ending.value != nil }
    return ending.value ?? .exit(-1)
  }

  /// Everything on standard error so far.
  package var log: String {
    (try? String(decoding: Data(contentsOf: logFile), as: UTF8.self)) ?? ""
  }

  package var logLines: [String] { log.split(separator: "\n").map(String.init) }

  private final class EndingBox: Sendable {
    private let ending = Mutex<Ending?>(nil)
    var value: Ending? { ending.withLock { $0 } }
    func set(_ new: Ending) { ending.withLock { $0 = new } }
  }
}

extension TestProcess {
  /// Memory in RAM now, in KiB.
  package var residentMemory: Int { status("VmRSS") }

  /// The most memory in RAM since the start or the last ``forgetPeakMemory()``, in KiB.
  package var peakMemory: Int { status("VmHWM") }

  /// Lets the peak begin anew at what is in use now (proc(5), clear_refs).
  package func forgetPeakMemory() throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: "/proc/\(pid)/clear_refs"))
    try handle.write(contentsOf: Data("5".utf8))
    try handle.close()
  }

  private func status(_ field: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
  }
}
