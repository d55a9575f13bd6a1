import Foundation

extension Data {
  /// Base64 with the URL-safe alphabet, without padding (RFC 4648, section 5).
  package func base64URLEncodedString() -> String {
    base64EncodedString()
      .replacing("+", with: "-")
      .replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// Reads ``base64URLEncodedString()``; nil for anything else.
  package init?(base64URLEncoded text: String) {
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
  }
}
