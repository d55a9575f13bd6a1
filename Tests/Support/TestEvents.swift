import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import ServiceKit
import Synchronization

/// An open event stream of somebody's, and what it has said so far.
package final class TestEvents: Sendable {
  private struct State {
    var events: [EventStream.Event] = []
    var hasEnded = false
  }

  package let status: Int
  package let headers: HTTPHeaders
  private let state = Mutex(State())

  private init(_ response: HTTPClientResponse) {
    status = Int(response.status.code)
    headers = response.headers
  }

  package var events: [EventStream.Event] { state.withLock { $0.events } }
  package var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// The numbers that a doorbell has rung.
  package func numbers(of kind: Doorbell.Kind) -> [Int] {
    events.filter { $0.name == kind.rawValue }.compactMap { event in
      (try? JSONSerialization.jsonObject(with: Data(event.data.utf8)) as? [String: Int])?["number"]
    }
  }

  /// Runs the body while the stream is being read; it is open when the body begins.
  package static func listen<Output: Sendable>(
    as caller: TestCaller, _ path: String = "/v1/events", headers: [String: String] = [:],
    _ body: (TestEvents) async throws -> Output
  ) async throws -> Output {
    var request = HTTPClientRequest(url: caller.base + path)
    for (name, value) in caller.headers.merging(headers, uniquingKeysWith: { $1 }) {
      request.headers.add(name: name, value: value)
    }
    let response = try await caller.client.execute(request, timeout: .minutes(5))
    let events = TestEvents(response)
    let reading = Task {
      var reader = EventStreamReader()
      do {
        for try await piece in response.body {
          let new = try reader.read(piece)
          events.state.withLock { $0.events += new }
        }
      } catch {}
      events.state.withLock { $0.hasEnded = true }
    }
    defer { reading.cancel() }
    return try await body(events)
  }
}
