import Domain
import Foundation
import NIOFoundationEssentialsCompat
import Postgres
import ServiceKit
import ServiceLifecycle

/// The doorbells on their way to the gateways: those rung in the database, by whichever process, and the reminders'.
struct Doorbells: Service {
  let broadcast = EventBroadcast<Doorbell>()
  private let listener: Listener

  init(pool: Pool) {
    listener = Listener(pool.configuration, channel: "doorbell")
  }

  func ring(_ doorbell: Doorbell) {
    guard let data = try? JSONCoding.encode(doorbell) else { return }
    broadcast.send(doorbell, name: "doorbell", data: String(decoding: data, as: UTF8.self))
  }

  /// Until the process stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await broadcast.run() }
        group.addTask {
          for await signal in listener.signals() {
            switch signal {
            // Doorbells may have been missed, so the gateways have to start anew.
            case .listening: broadcast.restart()
            case .payload(let text):
              if let doorbell = try? JSONCoding.decode(Doorbell.self, from: Data(text.utf8)) { ring(doorbell) }
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
