import Foundation

/// The one file of a message.
package struct Attachment: Codable, Sendable, Equatable {
  package let id: UUID
  package let name: String
  /// What the bytes are, as judged by their content.
  package let mediaType: String
  /// In bytes.
  package let size: Int
  /// Lower-case hexadecimal.
  package let sha256: String

  package init(id: UUID, name: String, mediaType: String, size: Int, sha256: String) {
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.size = size
    self.sha256 = sha256
  }

  /// 25 MiB: a screenshot or a short video.
  package static let defaultLimit = 25 * 1024 * 1024
}
