import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import Testing

/// What the service answered.
struct Answer: Sendable {
  let status: Int
  let headers: HTTPFields
  let body: [UInt8]

  init(_ response: TestResponse) {
    status = Int(response.status.code)
    headers = response.headers
    body = Array(response.body.readableBytesView)
  }

  func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    try JSONCoding.decode(type, from: Data(body))
  }

  var notification: Domain.Notification { get throws { try decoded() } }
  var notifications: Page<Domain.Notification> { get throws { try decoded() } }
  var receipts: Page<Receipt> { get throws { try decoded() } }
  var history: Page<HistoryEntry> { get throws { try decoded() } }
  var topics: Topics { get throws { try decoded() } }
  var problem: ProblemDocument { get throws { try decoded() } }

  /// The JSON object as it stands in the body.
  var object: [String: Any] {
    get throws { try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) }
  }

  /// The status; of a problem also its code and the fields it names: `422 invalid text topic`.
  var summary: String {
    guard headers[.contentType] == "application/problem+json", let problem = try? problem else { return "\(status)" }
    return ([String(status), problem.code] + (problem.fields ?? [:]).keys.sorted()).joined(separator: " ")
  }

  /// Whether this is an earlier answer given again.
  var isReplayed: Bool { headers[HTTPField.Name("Idempotency-Replayed")!] == "true" }

  /// The headers a caller could tell two answers apart by.
  var distinctiveHeaders: [String: String] {
    let pairs = headers.filter { $0.name != .requestId && $0.name != .date }.map { ($0.name.canonicalName, $0.value) }
    return Dictionary(pairs) { $0 + ", " + $1 }
  }
}
