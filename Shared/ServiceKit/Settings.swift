import Configuration
import Domain
import Foundation
import Logging
import Postgres

/// A setting that is missing or cannot be used; its description is the one line an operator needs.
package struct SettingError: Error, CustomStringConvertible {
  package let description: String

  package init(_ name: String, _ reason: String) {
    description = "setting \(name): \(reason)"
  }
}

/// Settings come from the environment; a setting with a default may be left out, but never be wrong.
extension ConfigReader {
  /// - Parameter name: as in the environment, `DATABASE_URL`.
  package func required(_ name: String, minimumLength: Int = 1) throws -> String {
    guard let value = value(name) else { throw SettingError(name, "is missing; see deploy/.env.example") }
    guard value.utf8.count >= minimumLength else {
      throw SettingError(name, "must have at least \(minimumLength) characters")
    }
    return value
  }

  package func optional(_ name: String) -> String? { value(name) }

  package func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws -> Int {
    guard let text = value(name) else { return fallback }
    guard let number = Int(text), range.contains(number) else {
      throw SettingError(name, "«\(text)» is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  package func url(_ name: String) throws -> String {
    let text = try required(name)
    guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host() != nil else {
      throw SettingError(name, "«\(text)» is not an http address")
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  /// `TIME_ZONE` (Europe/Warsaw): where support works.
  package func timeZone() throws -> TimeZone {
    let name = optional("TIME_ZONE") ?? "Europe/Warsaw"
    guard let zone = TimeZone(identifier: name) else {
      throw SettingError("TIME_ZONE", "«\(name)» is not an IANA time zone")
    }
    return zone
  }

  private func value(_ name: String) -> String? {
    let key = ConfigKey(name.lowercased().split(separator: "_").map(String.init))
    return string(forKey: key).flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Pool {
  /// - Settings:
  ///   - `DATABASE_URL` (required): `postgres://user:password@host:port/database`
  ///   - `DATABASE_POOL_SIZE` (8): connections at the most
  package convenience init(_ config: ConfigReader, service: String) throws {
    var configuration = Configuration(url: try config.required("DATABASE_URL"), applicationName: service)
    configuration.size = try config.number("DATABASE_POOL_SIZE", default: 8, in: 1...200)
    self.init(configuration)
  }
}
