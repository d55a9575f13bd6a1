import Foundation

/// The oids of the types this module speaks; they are fixed in PostgreSQL's catalogue.
enum OID {
  static let unknown: UInt32 = 0
  static let (bool, bytea, name, text): (UInt32, UInt32, UInt32, UInt32) = (16, 17, 19, 25)
  static let (int2, int4, int8, float4, float8): (UInt32, UInt32, UInt32, UInt32, UInt32) = (21, 23, 20, 700, 701)
  static let (bpchar, varchar, untyped, date): (UInt32, UInt32, UInt32, UInt32) = (1042, 1043, 705, 1082)
  static let (timestamptz, uuid, json, jsonb): (UInt32, UInt32, UInt32, UInt32) = (1184, 2950, 114, 3802)
  static let (textArray, int8Array, uuidArray): (UInt32, UInt32, UInt32) = (1009, 1016, 2951)
  /// Types from here on are made by extensions and by `CREATE TYPE`, such as citext and enums.
  static let firstUserDefined: UInt32 = 16384
}

/// PostgreSQL counts microseconds from 2000-01-01; this is that moment since 1970.
private let postgresEpoch: Int64 = 946_684_800_000_000

extension Date {
  /// Microseconds since 2000-01-01 UTC, rounded. What no calendar has becomes a count the server refuses.
  var postgresMicroseconds: Int64 {
    let seconds = timeIntervalSince1970
    guard abs(seconds) < 9e12 else { return .max - 1 }
    let whole = seconds.rounded(.down)
    return Int64(whole) * 1_000_000 + Int64(((seconds - whole) * 1e6).rounded()) - postgresEpoch
  }

  /// The earliest `Date` on a grid of 2⁻²¹ s that is not before the moment. Formatting cuts off what is less than a
  /// millisecond, so a `Date` the least bit too early would show one too few; on the grid it is exact for either epoch.
  init(postgresMicroseconds count: Int64) {
    guard count != .max, count != .min else {
      self = count == .max ? .distantFuture : .distantPast
      return
    }
    let exact = Double(count) + Double(postgresEpoch)
    let nearest = exact / 1e6
    let above = (-exact).addingProduct(nearest, 1e6) < 0 ? nearest.nextUp : nearest
    self.init(timeIntervalSince1970: (above * 2_097_152).rounded(.up) / 2_097_152)
  }
}

/// Writes milliseconds, and reads any or no fraction.
private let jsonDate = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

extension JSONEncoder {
  static let postgres: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .custom { date, encoder in
      let exact = Date(postgresMicroseconds: date.postgresMicroseconds)
      var container = encoder.singleValueContainer()
      try container.encode(jsonDate.format(exact))
    }
    return encoder
  }()
}

extension JSONDecoder {
  static let postgres: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.dateDecodingStrategy = .custom { decoder in
      try jsonDate.parse(decoder.singleValueContainer().decode(String.self))
    }
    return decoder
  }()
}

extension String {
  /// `yyyy-mm-dd` of a `date`, which PostgreSQL counts in days since 2000-01-01.
  init(postgresDay day: Int32) {
    let date = Date(timeIntervalSince1970: Double(postgresEpoch) / 1e6 + Double(day) * 86_400)
    self = date.formatted(Date.ISO8601FormatStyle().year().month().day())
  }
}
