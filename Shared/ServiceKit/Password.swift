import Crypto
import CryptoExtras
import Foundation

/// Sign-in passwords: how long they may be, how they are kept and how they are checked.
///
/// Kept as scrypt (RFC 7914) in the PHC text form `$scrypt$ln=15,r=8,p=1$salt$hash`: 32 MiB and some 100 ms a try, the
/// cost written beside the hash so that it can rise later. Both calls block; keep them off the event loops.
package enum Password {
  /// How many Unicode scalars a password has, after NFC normalisation.
  package static let length = 10...200

  /// Why a password cannot be set.
  package enum Refusal: Error, Equatable, CustomStringConvertible {
    case tooShort, tooLong

    package var description: String {
      switch self {
      case .tooShort: "the password is too short: it needs at least \(length.lowerBound) characters"
      case .tooLong: "the password is too long: it may have at most \(length.upperBound) characters"
      }
    }
  }

  /// Refuses a password that is too short or too long; nothing else is asked of it (NIST SP 800-63B, 5.1.1).
  package static func validate(_ password: String) throws(Refusal) {
    let count = normalised(password).unicodeScalars.count
    if count < length.lowerBound { throw .tooShort }
    if count > length.upperBound { throw .tooLong }
  }

  /// The text to keep for a valid password, with a salt of its own.
  package static func hash(_ password: String) throws -> String {
    try validate(password)
    let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
    return try Scrypt.standard.hash(normalised(password), salt: salt).text
  }

  /// Whether a password is the one of a kept hash.
  ///
  /// Without a hash, or with one that cannot be read, the answer is no and takes as long as any other, so the time tells
  /// nobody whether an e-mail address is known.
  package static func verify(_ password: String, against hash: String?) -> Bool {
    let kept = hash.flatMap(ScryptHash.init(parsing:))
    let compared = kept ?? .nobodys
    // A password longer than any that can be set is no reason for more work.
    let candidate = String(password.unicodeScalars.prefix(4 * length.upperBound))
    guard let computed = try? compared.cost.hash(normalised(candidate), salt: compared.salt) else { return false }
    // `SymmetricKey` compares in constant time.
    let equal = SymmetricKey(data: computed.hash) == SymmetricKey(data: compared.hash)
    return equal && kept != nil && candidate.unicodeScalars.count == password.unicodeScalars.count
  }

  /// The same word is the same password whichever keyboard composed its accents.
  private static func normalised(_ password: String) -> String { password.precomposedStringWithCanonicalMapping }
}

/// The cost of an scrypt hash.
private struct Scrypt: Equatable {
  /// The binary logarithm of the rounds.
  let logRounds: Int
  let blockSize: Int
  let parallelism: Int

  static let standard = Scrypt(logRounds: 15, blockSize: 8, parallelism: 1)

  /// Reads `ln=15,r=8,p=1`; nil beyond 128 MiB or 16 times the standard work, so no stored text can exhaust a machine.
  init?(parsing text: Substring) {
    let pairs = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.split(separator: "=") }
    guard pairs.map(\.first) == ["ln", "r", "p"], pairs.allSatisfy({ $0.count == 2 }),
      let logRounds = Int(pairs[0][1]), let blockSize = Int(pairs[1][1]), let parallelism = Int(pairs[2][1]),
      (10...17).contains(logRounds), (1...8).contains(blockSize), (1...4).contains(parallelism)
    else { return nil }
    self.init(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
  }

  init(logRounds: Int, blockSize: Int, parallelism: Int) {
    self.logRounds = logRounds
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  var text: String { "ln=\(logRounds),r=\(blockSize),p=\(parallelism)" }

  func hash(_ password: String, salt: Data) throws -> ScryptHash {
    let key = try KDF.Scrypt.deriveKey(
      from: Array(password.utf8), salt: salt, outputByteCount: ScryptHash.byteCount, rounds: 1 << logRounds,
      blockSize: blockSize, parallelism: parallelism)
    return ScryptHash(cost: self, salt: salt, hash: key.withUnsafeBytes { Data($0) })
  }
}

/// A kept hash with all that is needed to compute it again.
private struct ScryptHash {
  let cost: Scrypt
  let salt: Data
  let hash: Data

  static let byteCount = 32

  /// What nobody's password is compared with.
  static let nobodys = ScryptHash(
    cost: .standard, salt: Data(repeating: 0, count: 16), hash: Data(repeating: 0, count: byteCount))

  init(cost: Scrypt, salt: Data, hash: Data) {
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  init?(parsing text: String) {
    guard text.utf8.count <= 200 else { return nil }
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Scrypt(parsing: parts[2]),
      let salt = Data(unpadded: parts[3]), (8...48).contains(salt.count),
      let hash = Data(unpadded: parts[4]), hash.count == Self.byteCount
    else { return nil }
    self.init(cost: cost, salt: salt, hash: hash)
  }

  var text: String { "$scrypt$\(cost.text)$\(salt.unpaddedText)$\(hash.unpaddedText)" }
}

extension Data {
  /// PHC's base64: the standard alphabet without padding.
  fileprivate var unpaddedText: String { base64EncodedString().replacing("=", with: "") }

  fileprivate init?(unpadded text: Substring) {
    self.init(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
  }
}
