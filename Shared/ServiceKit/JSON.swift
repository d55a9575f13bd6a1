import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationEssentialsCompat

/// A response body in the suite's JSON: `snake_case` keys, RFC 3339 times in UTC with milliseconds.
package struct JSON<Body: Encodable & Sendable>: ResponseGenerator {
  package let body: Body
  package let status: HTTPResponse.Status
  package let headers: HTTPFields

  package init(_ body: Body, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
    self.body = body
    self.status = status
    self.headers = headers
  }

  package func response(from request: Request, context: some RequestContext) throws -> Response {
    var response = Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(data: try JSONCoding.encode(body))))
    response.headers[.contentType] = JSONCoding.mediaType
    return response
  }
}

/// The one encoder and decoder of all processes.
package enum JSONCoding {
  package static let mediaType = "application/json; charset=utf-8"

  package static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .withoutEscapingSlashes
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(timestamp(date))
    }
    return try encoder.encode(value)
  }

  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = instant(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
      }
      return date
    }
    return try decoder.decode(type, from: data)
  }

  /// `2026-11-22T10:15:30.250Z` (RFC 3339).
  package static func timestamp(_ date: Date) -> String {
    // The style cuts; half a microsecond keeps a whole millisecond from becoming the one before it.
    style.format(date.addingTimeInterval(0.000_000_5))
  }

  /// Reads an RFC 3339 time, with or without a fraction of the second; nil for anything else.
  package static func instant(_ text: String) -> Date? {
    for style in [style, wholeSeconds] {
      let range = text.startIndex..<text.endIndex
      guard let (end, date) = try? style.consuming(text, startingAt: range.lowerBound, in: range), end == text.endIndex
      else { continue }
      // The style reads on where a month or a day ends: 30 February would be a day in March.
      return !text.hasSuffix("Z") || timestamp(date).hasPrefix(text.prefix(19)) ? date : nil
    }
    return nil
  }

  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  private static let wholeSeconds = Date.ISO8601FormatStyle()
}
