import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import ServiceKit

/// Files over HTTP: raw bytes in, ranges out, both streamed.
struct AttachmentController {
  let pool: Pool
  let fileTypes: FileTypes
  /// The largest file, in bytes.
  let limit: Int

  var routes: [Route] {
    [
      Route(.post, "/attachments", use: upload),
      Route(.get, "/attachments/:id", use: download),
      Route(.head, "/attachments/:id", use: download),
      Route(.delete, "/attachments/:id", use: drop),
    ]
  }

  private func upload(_ request: Request, _ context: AppContext) async throws -> Idempotency.Creation {
    let principal = try context.requirePrincipal()
    let key = try request.idempotencyKey()
    let name = try FileName.sanitized(request.queryItem("name"))
    if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
      throw Problem(.attachmentTooLarge)
    }
    let upload = AttachmentUpload(pool: pool, principal: principal, fileTypes: fileTypes, limit: limit)
    return try await upload.receive(request.body, name: name, key: key)
  }

  /// For the gateway: takes back a file whose ticket was refused.
  private func drop(_ request: Request, _ context: AppContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let id = try context.requireId()
    let dropped = try await pool.acting(as: principal) { db in
      try await AttachmentRepository(db: db, principal: principal).drop(id)
    }
    guard dropped else { throw Problem(.notFound) }
    return Response(status: .noContent)
  }

  /// The bytes, or the range asked for; images and videos may be shown in place, everything else is a download.
  private func download(_ request: Request, _ context: AppContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let id = try context.requireId()
    let attachment = try await pool.acting(as: principal) { db in
      try await AttachmentRepository(db: db, principal: principal).require(id)
    }
    let etag = "\"\(attachment.sha256)\""
    var headers: HTTPFields = [
      .eTag: etag,
      .acceptRanges: "bytes",
      // Asked again each time: on a shared computer the next person may be of another account.
      .cacheControl: "private, no-cache",
      .contentType: attachment.mediaType,
      .contentDisposition: FileName.disposition(attachment.name, inline: attachment.isShownInPlace),
      .contentSecurityPolicy: "sandbox; default-src 'none'",
      .xContentTypeOptions: "nosniff",
    ]
    if request.headers[.ifNoneMatch].map({ Self.matches($0, etag) }) == true {
      return Response(status: .notModified, headers: headers)
    }
    let ifRange = request.headers[.ifRange]
    // Only GET has ranges (RFC 9110, 14.2).
    let isRanged = request.method == .get && (ifRange == nil || ifRange == etag)
    let range = try ByteRange.parse(isRanged ? request.headers[.range] : nil, size: attachment.size)
    if let range { headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(attachment.size)" }
    let bytes = range ?? 0..<attachment.size
    return Response(
      status: range == nil ? .ok : .partialContent, headers: headers,
      body: request.method == .head
        ? ResponseBody(contentLength: bytes.count) { writer in try await writer.finish(nil) }
        : body(of: attachment.id, bytes: bytes, for: principal))
  }

  /// One chunk at a time, each read in a transaction of its own, so a slow reader holds no connection.
  private func body(of id: UUID, bytes: Range<Int>, for principal: Principal) -> ResponseBody {
    let size = AttachmentRepository.chunkSize
    return ResponseBody(contentLength: bytes.count) { [pool] writer in
      for position in (bytes.lowerBound / size)...((bytes.upperBound - 1) / size) {
        let chunk = try await pool.acting(as: principal) { db in
          try await AttachmentRepository(db: db, principal: principal).chunk(of: id, at: position)
        }
        let wanted = bytes.clamped(to: position * size..<position * size + chunk.count)
        let slice = chunk[(wanted.lowerBound - position * size)..<(wanted.upperBound - position * size)]
        try await writer.write(ByteBuffer(bytes: slice))
      }
      try await writer.finish(nil)
    }
  }

  private static func matches(_ header: String, _ etag: String) -> Bool {
    header == "*" || header.split(separator: ",").contains { $0.trimming(" ").replacing("W/", with: "") == etag }
  }
}

extension Attachment {
  /// Only what a browser cannot be made to execute.
  fileprivate var isShownInPlace: Bool { mediaType.hasPrefix("image/") || mediaType.hasPrefix("video/") }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> Substring {
    var result = drop { $0 == character }
    while result.last == character { result.removeLast() }
    return result
  }
}
