import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationEssentialsCompat

/// What a request may carry as JSON: its fields are the cases of its coding keys, and no others.
package protocol RequestFields: Decodable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}

extension Request {
  /// Reads a JSON body of at most `limit` bytes.
  ///
  /// - Throws: 415 for another media type, 413 over the limit, 400 `malformed` for what is not a JSON object, 422 with
  ///   the fields that are missing, of the wrong type or unknown.
  package func fields<Fields: RequestFields>(_ type: Fields.Type, limit: Int = 256 * 1024) async throws -> Fields {
    guard isJSON else { throw Problem(.unsupportedMediaType) }
    let buffer = try await collected(limit: limit)
    return try Fields.reading(Data(buffer: buffer))
  }

  /// Whether the body says that it is JSON.
  package var isJSON: Bool {
    MediaType(from: headers[.contentType] ?? "").map { $0.isType(.applicationJson) } ?? false
  }

  /// The whole body; 413 `too_large` over `limit` bytes.
  package func collected(limit: Int) async throws -> ByteBuffer {
    do {
      return try await body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw Problem(.tooLarge)
    }
  }
}

extension RequestFields {
  /// Decodes strictly: what does not fit is a problem that names the field.
  static func reading(_ data: Data) throws -> Self {
    do {
      let keys = try JSONDecoder().decode(FieldNames.self, from: data).names
      let known = Set(CodingKeys.allCases.map(\.stringValue))
      let unknown = keys.filter { !known.contains($0) }
      guard unknown.isEmpty else {
        throw Problem(.invalid, fields: Dictionary(unknown.prefix(10).map { ($0, .unknown) }) { first, _ in first })
      }
      return try JSONDecoder().decode(Self.self, from: data)
    } catch let error as DecodingError {
      throw problem(error)
    }
  }

  private static func problem(_ error: DecodingError) -> Problem {
    switch error {
    case .keyNotFound(let key, let context): .invalid(name(context.codingPath + [key]), .required)
    case .valueNotFound(_, let context) where !context.codingPath.isEmpty: .invalid(name(context.codingPath), .required)
    case .typeMismatch(let type, let context) where !context.codingPath.isEmpty:
      .invalid(name(context.codingPath), .wrongType(expected: jsonName(type)))
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      .invalid(name(context.codingPath), jsonReason(context))
    default: Problem(.malformed)
    }
  }

  private static func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }

  /// A corrupted value below a field is an enum's or an id's.
  private static func jsonReason(_ context: DecodingError.Context) -> Problem.Reason {
    context.debugDescription.contains("UUID") ? .notAnId : .wrongType(expected: "text")
  }

  private static func jsonName(_ type: any Any.Type) -> String {
    switch type {
    case is Bool.Type: "boolean"
    case is Int.Type, is Double.Type: "number"
    case is [Any].Type: "array"
    case is [String: Any].Type: "object"
    default: "text"
    }
  }
}

/// The names of a JSON object's members, whatever their values.
private struct FieldNames: Decodable {
  let names: [String]

  init(from decoder: any Decoder) throws {
    names = try decoder.container(keyedBy: AnyName.self).allKeys.map(\.stringValue)
  }

  private struct AnyName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
