import Crypto
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import Postgres
import ServiceKit

/// One file on its way into the database: counted, hashed and judged while it arrives, at most one chunk in memory.
///
/// Each chunk is a transaction of its own, so a slow client holds no connection; what it leaves unfinished is removed.
struct AttachmentUpload {
  let pool: Pool
  let principal: Principal
  let fileTypes: FileTypes
  /// In bytes.
  let limit: Int

  private let id = UUID.v7()

  init(pool: Pool, principal: Principal, fileTypes: FileTypes, limit: Int) {
    self.pool = pool
    self.principal = principal
    self.fileTypes = fileTypes
    self.limit = limit
  }

  /// Reads a whole body and answers with the finished file.
  ///
  /// - Throws: 413 `attachment_too_large`, 422 `attachment_type` or `attachment_empty`; nothing is left then, nor when
  ///   the body breaks off.
  func receive(_ body: RequestBody, name: String, key: String?) async throws -> Idempotency.Creation {
    do {
      let (size, sha256) = try await store(body, name: name)
      let creation = try await complete(name: name, size: size, sha256: sha256, key: key)
      if creation.replayed { await drop() }
      return creation
    } catch {
      await drop()
      throw error
    }
  }

  private func store(_ body: RequestBody, name: String) async throws -> (size: Int, sha256: [UInt8]) {
    var hash = SHA256()
    var size = 0
    var position = 0
    var chunk: [UInt8] = []
    chunk.reserveCapacity(AttachmentRepository.chunkSize)
    func flush() async throws {
      if position == 0 { try await begin(chunk, name: name) }
      try await pool.acting(as: principal) { [chunk, position] db in
        try await AttachmentRepository(db: db, principal: principal).append(chunk, to: id, at: position)
      }
      position += 1
      chunk.removeAll(keepingCapacity: true)
    }
    for try await var buffer in body {
      size += buffer.readableBytes
      guard size <= limit else { throw Problem(.attachmentTooLarge) }
      hash.update(data: buffer.readableBytesView)
      while buffer.readableBytes > 0 {
        let wanted = min(buffer.readableBytes, AttachmentRepository.chunkSize - chunk.count)
        if let part = buffer.readSlice(length: wanted) { chunk.append(contentsOf: part.readableBytesView) }
        if chunk.count == AttachmentRepository.chunkSize { try await flush() }
      }
    }
    guard size > 0 else { throw Problem(.attachmentEmpty) }
    if !chunk.isEmpty { try await flush() }
    return (size, Array(hash.finalize()))
  }

  private func begin(_ beginning: [UInt8], name: String) async throws {
    guard let mediaType = fileTypes.mediaType(ofFileBeginningWith: beginning) else { throw Problem(.attachmentType) }
    try await pool.acting(as: principal) { db in
      try await AttachmentRepository(db: db, principal: principal).begin(id, name: name, mediaType: mediaType)
    }
  }

  private func complete(name: String, size: Int, sha256: [UInt8], key: String?) async throws -> Idempotency.Creation {
    try await pool.acting(as: principal) { db in
      let fingerprint = Idempotency.fingerprint(["attachment", name, sha256.hex])
      return try await Idempotency(db: db, principal: principal).once(key, fingerprint: fingerprint) {
        let attachment = try await AttachmentRepository(db: db, principal: principal)
          .complete(id, size: size, sha256: sha256)
        return Idempotency.Creation(
          location: "/v1/attachments/\(id.text)", body: Array(try JSONCoding.encode(attachment)))
      }
    }
  }

  /// In a task of its own: the request's may be cancelled already, because its client is gone.
  private func drop() async {
    await Task { [pool, principal, id] in
      do {
        _ = try await pool.acting(as: principal) { db in
          try await AttachmentRepository(db: db, principal: principal).drop(id)
        }
      } catch {
        Logger.current.warning("unfinished file left to the sweeper", metadata: ["reason": "\(error)"])
      }
    }.value
  }
}

extension [UInt8] {
  /// Lower-case hexadecimal.
  fileprivate var hex: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
