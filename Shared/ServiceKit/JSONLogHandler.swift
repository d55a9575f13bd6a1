import Foundation
import Logging

/// Writes each log event as one line of JSON to standard error: time, level, service, message, then the metadata.
package struct JSONLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level
  private let service: String

  package init(service: String, level: Logger.Level) {
    self.service = service
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    FileHandle.standardError.write(Data(line(for: event).utf8))
  }

  /// The event as it is written, line end included.
  func line(for event: LogEvent) -> String {
    var fields = metadata
    if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
    if let own = event.metadata { fields.merge(own) { _, new in new } }
    var line = "{\"time\":\"\(JSONCoding.timestamp(Date()))\",\"level\":\"\(event.level)\",\"service\":"
    line += Self.quoted(service) + ",\"message\":" + Self.quoted("\(event.message)")
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      line += "," + Self.quoted(key) + ":" + Self.quoted("\(value)")
    }
    return line + "}\n"
  }

  /// A JSON string (RFC 8259, section 7).
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{0}"..."\u{1F}":
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
