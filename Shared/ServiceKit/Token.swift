import Crypto
import Domain
import Foundation

/// An opaque credential: 256 random bits that its bearer keeps, and of which we keep only the SHA-256.
package struct Token: Sendable, Equatable {
  /// What a token opens, told by its first letters.
  package enum Kind: String, Sendable, CaseIterable {
    /// Lasts until its owner or an administrator revokes it.
    case key = "pk_"
    /// Made by a sign-in; ends by itself.
    case session = "ps_"
  }

  package let kind: Kind
  /// The secret: the prefix of its kind and 43 characters of URL-safe base64. Shown once and never logged.
  package let text: String

  /// A new token.
  package init(_ kind: Kind) {
    self.kind = kind
    text = kind.rawValue + SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64URLEncodedString()
  }

  /// What a caller presented; nil for anything that cannot be a token, so it need not be looked up.
  package init?(parsing text: String) {
    guard text.utf8.count == 46, let kind = Kind.allCases.first(where: { text.hasPrefix($0.rawValue) }),
      text.utf8.dropFirst(3).allSatisfy(\.isBase64URL)
    else { return nil }
    self.kind = kind
    self.text = text
  }

  /// What is stored, and what a presented token is found by: of the whole text's UTF-8, 32 bytes.
  package var sha256: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Safe to log: the kind alone.
  package var description: String { "\(kind.rawValue)…" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt8 {
  fileprivate var isBase64URL: Bool {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
