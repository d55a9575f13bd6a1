import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import ServiceKit
import ServiceLifecycle

/// Fans the doorbells of the notifications process out to the event streams of this gateway: one stream in, many out.
///
/// When the stream in has broken off, doorbells may have been missed; then all streams out end, and their readers come
/// back and read the state of things anew. Until then they stay open.
struct EventHub: Service {
  let broadcast = EventBroadcast<Doorbell>()
  let notifications: ServiceClient

  /// Until the process stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await broadcast.run() }
        group.addTask { await listen() }
        try await group.waitForAll()
      }
    }
  }

  private func listen() async {
    var lastEventId: String?
    var failures = 0
    while !Task.isCancelled {
      do {
        try await hear(&lastEventId) { failures = 0 }
      } catch {
        if failures == 0 { Logger.current.warning("no doorbells", metadata: ["reason": "\(error)"]) }
      }
      failures += 1
      let pause = min(3, 0.05 * pow(2, Double(min(failures, 10))))
      try? await Task.sleep(for: .seconds(pause * .random(in: 0.5...1)))
    }
  }

  /// Hears one stream to its end.
  private func hear(_ lastEventId: inout String?, began: () -> Void) async throws {
    var headers: HTTPFields = [.accept: EventStream.mediaType]
    headers[.lastEventId] = lastEventId
    let response = try await notifications.send(
      .get, "/doorbells", headers: headers, as: .process(Gateway.service), requestId: UUID.v7().text, within: nil)
    guard response.status == .ok else { throw Problem(.unavailable) }
    began()
    var reader = EventStreamReader()
    for try await piece in response.body {
      for event in try reader.read(piece) {
        lastEventId = event.id ?? lastEventId
        if event.name == "restart" { broadcast.restart() }
        if event.name == "doorbell" { ring(event.data) }
      }
    }
  }

  private func ring(_ data: String) {
    guard let doorbell = try? JSONCoding.decode(Doorbell.self, from: Data(data.utf8)) else { return }
    broadcast.send(doorbell, name: doorbell.kind.rawValue, data: #"{"number":\#(doorbell.number)}"#)
  }
}
