import Domain
import Postgres
import ServiceKit

/// Rings in the database: heard by every notifications process when the transaction commits, and not if it does not.
struct DoorbellRepository {
  let db: any Database

  func ring(_ doorbell: Doorbell) async throws {
    let data = try JSONCoding.encode(doorbell)
    try await db.run("SELECT pg_notify('doorbell', \(String(decoding: data, as: UTF8.self)))")
  }
}
