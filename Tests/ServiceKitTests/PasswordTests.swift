import Foundation
import ServiceKit
import Testing

@Suite("Passwords and tokens")
struct PasswordTests {
  @Test("a password verifies against its own hash and no other does")
  func verifies() throws {
    let hash = try Password.hash("pomoc-demo")

    #expect(hash.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
    #expect(!hash.contains("=$") && !hash.hasSuffix("="))
    #expect(Password.verify("pomoc-demo", against: hash))
    #expect(!Password.verify("pomoc-Demo", against: hash))
    #expect(!Password.verify("", against: hash))
  }

  @Test("two hashes of one password differ")
  func salted() throws {
    let (one, other) = (try Password.hash("pomoc-demo"), try Password.hash("pomoc-demo"))

    #expect(one != other)
  }

  @Test("accents verify however the keyboard composed them")
  func normalised() throws {
    let hash = try Password.hash("zażółć-gęślą-jaźń")

    #expect(Password.verify("zażółć-gęślą-jaźń".decomposedStringWithCanonicalMapping, against: hash))
  }

  @Test("without a hash nothing verifies, and it takes as long as with one")
  func unknown() throws {
    let clock = ContinuousClock()
    let hash = try Password.hash("pomoc-demo")
    var answers: [Bool] = []

    let known = clock.measure { answers.append(Password.verify("not-the-one", against: hash)) }
    let unknown = clock.measure { answers.append(Password.verify("not-the-one", against: nil)) }

    #expect(answers == [false, false])
    // Wide, because other tests share the processor; a skipped hash would be a thousand times faster.
    #expect(unknown > known / 10)
  }

  @Test(
    "a hash that cannot be read, or asks for too much, is nobody's",
    arguments: [
      "", "$scrypt$", "pomoc-demo", "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$\(String(repeating: "A", count: 43))",
      "$scrypt$ln=15,r=4096,p=1$AAAAAAAAAAAAAAAAAAAAAA$\(String(repeating: "A", count: 43))",
      "$scrypt$ln=15,r=8,p=64$AAAAAAAAAAAAAAAAAAAAAA$\(String(repeating: "A", count: 43))",
      "$scrypt$ln=-1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$\(String(repeating: "A", count: 43))",
      "$scrypt$r=8,ln=15,p=1$AAAAAAAAAAAAAAAAAAAAAA$\(String(repeating: "A", count: 43))",
      "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$scrypt$ln=15,r=8,p=1$?$?",
      "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$\(String(repeating: "A", count: 43))",
    ])
  func strange(_ hash: String) {
    #expect(!Password.verify("pomoc-demo", against: hash))
  }

  @Test("a cheaper hash of before still verifies")
  func otherCost() {
    // Python: hashlib.scrypt(b"pomoc-demo", salt=b"0123456789abcdef", n=1024, r=8, p=1, dklen=32)
    let hash = "$scrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$QERZtFokP08s6AVYEOa4uIRN5O3cYGR0SaxGzzrKH/o"

    #expect(Password.verify("pomoc-demo", against: hash))
  }

  @Test("a password has 10 to 200 characters")
  func length() throws {
    #expect(throws: Password.Refusal.tooShort) { try Password.validate("123456789") }
    #expect(throws: Password.Refusal.tooLong) { try Password.validate(String(repeating: "a", count: 201)) }
    try Password.validate("pomoc-demo")
    try Password.validate(String(repeating: "ż", count: 200))
    #expect(throws: Password.Refusal.tooShort) { try Password.hash("123456789") }
    #expect("\(Password.Refusal.tooShort)" == "the password is too short: it needs at least 10 characters")
  }

  @Test("the tail of an endless password counts too")
  func endless() throws {
    let long = String(repeating: "a", count: 200)

    #expect(!Password.verify(long + String(repeating: "b", count: 5_000), against: try Password.hash(long)))
  }

  @Test("a token tells its kind, is never the same twice and hides in logs", arguments: Token.Kind.allCases)
  func token(_ kind: Token.Kind) {
    let token = Token(kind)

    #expect(token.text.hasPrefix(kind.rawValue))
    #expect(token.text.utf8.count == 46)
    #expect(token.sha256.count == 32)
    #expect(token != Token(kind))
    #expect(Token(parsing: token.text) == token)
    #expect(Token(parsing: token.text)?.sha256 == token.sha256)
    #expect("\(token) \(String(reflecting: token))" == "\(kind.rawValue)… \(kind.rawValue)…")
  }

  @Test(
    "what cannot be a token is not one",
    arguments: [
      "", "pk_", "xx_\(String(repeating: "A", count: 43))", "pk_\(String(repeating: "A", count: 42))",
      "pk_\(String(repeating: "A", count: 44))", "pk_\(String(repeating: "+", count: 43))",
      "pk_\(String(repeating: "A", count: 42))\u{0}",
    ])
  func noToken(_ text: String) {
    #expect(Token(parsing: text) == nil)
  }
}
