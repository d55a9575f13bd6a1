import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationEssentialsCompat
import ServiceKit

/// The single-file rule: a message carries at most one file, whatever the client.
///
/// A form is read as a stream: its file goes on to the tickets service while it arrives and waits there unclaimed, then
/// the fields follow as JSON with the file's id. If anything is refused the waiting file is taken back.
struct SingleAttachment: Sendable {
  let service: ServiceClient
  let principal: Principal
  let context: AppContext
  /// The names of the text fields that the form has.
  let fields: Set<String>
  /// In bytes.
  let fileLimit: Int

  /// Reads the request, and passes it on as JSON.
  ///
  /// - Throws: 422 `too_many_attachments` for a second file part, a file part beside `attachment_id`, or an array of ids;
  ///   nothing is stored then.
  func passing(_ request: Request, _ pass: (ByteBuffer) async throws -> Response) async throws -> Response {
    guard !request.isJSON else {
      let json = try await request.collected(limit: ServiceProxy.jsonLimit)
      try Self.refuseArray(in: json)
      return try await pass(json)
    }
    guard let contentType = request.headers[.contentType] else { throw Problem(.unsupportedMediaType) }
    let overhead = ServiceProxy.jsonLimit
    if let length = request.headers[.contentLength].flatMap(Int.init), length > fileLimit + overhead {
      throw Problem(.attachmentTooLarge)
    }
    let reader = try MultipartReader(contentType: contentType, body: request.body)
    var staged: Attachment?
    do {
      let values = try await read(reader, &staged)
      let response = try await pass(try json(values, staged))
      let isFresh = response.status == .created && response.headers[.idempotencyReplayed] == nil
      if let staged, !isFresh { await drop(staged) }
      return response
    } catch {
      if let staged { await drop(staged) }
      throw error
    }
  }

  private func read(_ reader: MultipartReader, _ staged: inout Attachment?) async throws -> [String: String] {
    var values: [String: String] = [:]
    while let part = try await reader.nextPart() {
      if let filename = part.filename {
        let first = try await reader.nextChunk()
        // A browser sends an empty part without a name for a file field that was left alone.
        if first == nil, filename.isEmpty { continue }
        guard staged == nil, values["attachment_id"] == nil else { throw Problem(.tooManyAttachments) }
        staged = try await stage(first ?? ByteBuffer(), then: reader, name: filename)
      } else {
        guard fields.contains(part.name) else { throw Problem.invalid(part.name, .unknown) }
        guard values[part.name] == nil else {
          throw part.name == "attachment_id" ? Problem(.tooManyAttachments) : .invalid(part.name, .repeated)
        }
        values[part.name] = try await reader.text(upTo: Self.fieldLimit)
      }
    }
    guard staged == nil || values["attachment_id"] == nil else { throw Problem(.tooManyAttachments) }
    return values
  }

  /// Sends the file part on to where files wait for their message.
  private func stage(_ first: ByteBuffer, then reader: MultipartReader, name: String) async throws -> Attachment {
    var query = URLComponents()
    query.queryItems = [URLQueryItem(name: "name", value: name.isEmpty ? "plik" : name)]
    let encoded = (query.percentEncodedQuery ?? "").replacing("+", with: "%2B")
    var first = Optional(first)
    return try await BodyRelay.relay(
      limit: fileLimit,
      reading: {
        if let piece = first.take() { return piece }
        return try await reader.nextChunk()
      }
    ) { [service, principal, context] body in
      try await service.value(
        of: Attachment.self, .post, "/attachments?" + encoded,
        headers: [.contentType: "application/octet-stream"], body: body, for: principal, context: context)
    }
  }

  /// In a task of its own: the request's may be cancelled already, because its client is gone.
  private func drop(_ attachment: Attachment) async {
    await Task { [service, principal, context] in
      _ = try? await service.send(
        .delete, "/attachments/\(attachment.id.text)", for: principal, context: context, within: .seconds(4))
    }.value
  }

  /// The fields as the JSON that the service reads; `internal` is a boolean there.
  private func json(_ values: [String: String], _ staged: Attachment?) throws -> ByteBuffer {
    var object: [String: Any] = values
    if let flag = values["internal"] {
      guard let isInternal = Bool(flag) else { throw Problem.invalid("internal", .oneOf(["true", "false"])) }
      object["internal"] = isInternal
    }
    if let staged { object["attachment_id"] = staged.id.text }
    return ByteBuffer(data: try JSONSerialization.data(withJSONObject: object))
  }

  /// Several ids in one message are several files.
  private static func refuseArray(in json: ByteBuffer) throws {
    let object = try? JSONSerialization.jsonObject(with: Data(buffer: json)) as? [String: Any]
    if object?["attachment_id"] is [Any] { throw Problem(.tooManyAttachments) }
  }

  /// 20,000 characters of four bytes, and some.
  private static let fieldLimit = 96 * 1024
}
