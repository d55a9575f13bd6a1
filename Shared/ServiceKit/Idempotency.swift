import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// Exactly-once creation: the first answer under a caller's `Idempotency-Key` is the answer for 24 hours.
package struct Idempotency {
  /// What a create answered: 201 with this body and place.
  package struct Creation: Sendable {
    package let location: String
    package let body: [UInt8]
    package let replayed: Bool

    package init(location: String, body: [UInt8], replayed: Bool = false) {
      self.location = location
      self.body = body
      self.replayed = replayed
    }
  }

  private let db: any Database
  private let principal: Principal

  /// - Parameter db: the transaction that creates; the record commits with it or not at all.
  package init(db: any Database, principal: Principal) {
    self.db = db
    self.principal = principal
  }

  /// Runs `create` unless this caller's key has an answer already, which is then given again.
  ///
  /// A parallel request with the same key waits here until the first one has committed or failed.
  /// - Parameters:
  ///   - key: nil runs `create` every time.
  ///   - fingerprint: SHA-256 of what is created; another one under the same key is 409 `idempotency_key_reused`.
  package func once(
    _ key: String?, fingerprint: [UInt8], create: () async throws -> Creation
  ) async throws -> Creation {
    guard let key else { return try await create() }
    let claimed = try await db.run(
      """
      INSERT INTO idempotency_record (user_id, key, fingerprint)
      VALUES (\(principal.userId), \(key), \(fingerprint))
      ON CONFLICT (user_id, key) DO UPDATE
        SET fingerprint = EXCLUDED.fingerprint, location = NULL, body = NULL, created_at = clock_timestamp()
        WHERE idempotency_record.created_at < clock_timestamp() - interval '24 hours'
      """)
    if claimed == 1 {
      let creation = try await create()
      try await db.run(
        """
        UPDATE idempotency_record
        SET location = \(creation.location), body = \(creation.body)
        WHERE user_id = \(principal.userId) AND key = \(key)
        """)
      return creation
    }
    let first = try await db.first(
      """
      SELECT fingerprint, location, body
      FROM idempotency_record
      WHERE user_id = \(principal.userId) AND key = \(key)
      """, as: Record.self)
    guard let first, let location = first.location, let body = first.body else { throw Problem(.unavailable) }
    guard first.fingerprint == fingerprint else { throw Problem(.idempotencyKeyReused) }
    return Creation(location: location, body: body, replayed: true)
  }

  /// The fingerprint of a create: its route and all that was given, each part with its length.
  package static func fingerprint(_ parts: [String?]) -> [UInt8] {
    var hash = SHA256()
    for part in parts {
      hash.update(data: Data("\(part.map { $0.utf8.count } ?? -1):\(part ?? "")".utf8))
    }
    return Array(hash.finalize())
  }

  private struct Record: Decodable {
    let fingerprint: [UInt8]
    let location: String?
    let body: [UInt8]?
  }
}

extension Request {
  /// The caller's `Idempotency-Key`: 1–255 visible ASCII characters; 422 for anything else.
  package func idempotencyKey() throws(Problem) -> String? {
    guard let key = headers[.idempotencyKey] else { return nil }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .invalid("Idempotency-Key", .notAllowed)
    }
    return key
  }
}

extension Idempotency.Creation: ResponseGenerator {
  package func response(from request: Request, context: some RequestContext) -> Response {
    var response = Response(status: .created, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    response.headers[.contentType] = JSONCoding.mediaType
    response.headers[.location] = location
    if replayed { response.headers[.idempotencyReplayed] = "true" }
    return response
  }
}
