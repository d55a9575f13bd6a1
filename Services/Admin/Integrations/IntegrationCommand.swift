import ArgumentParser
import Foundation
import Postgres
import ServiceKit

/// `pomoc integration`: host applications that carry the Help button and vouch for their users.
struct IntegrationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "integration", abstract: "Admits host applications.", subcommands: [Add.self])

  struct Add: DatabaseCommand {
    static let configuration = CommandConfiguration(
      abstract: "Admits a host application by the key it signs its users' tokens with.",
      discussion: """
        ES256 and EdDSA take the public key, HS256 a shared secret; without one, HS256 makes a secret and prints it once.
        """)

    @Option(help: "The name of the key, as it stands in the tokens' header.")
    var kid: String
    @Option(help: "Who signs, as it stands in the tokens' claim «iss».")
    var issuer: String
    @Option(help: "HS256, ES256 or EdDSA.")
    var algorithm: SigningKey.Algorithm
    @Option(help: "A file with the public key in PEM, or with the secret.", completion: .file())
    var keyFile: String?
    @Flag(help: "Read the secret from standard input, one line (HS256).")
    var secretStdin = false

    func validate() throws {
      if keyFile != nil, secretStdin { throw ValidationError("give either --key-file or --secret-stdin") }
      if secretStdin, algorithm != .hs256 { throw ValidationError("--secret-stdin is for HS256 only") }
      if keyFile == nil, algorithm != .hs256 {
        throw ValidationError("\(algorithm.rawValue) needs --key-file with the public key")
      }
    }

    func work(on pool: Pool) async throws {
      let given = try keyFile.map(Self.contents) ?? (secretStdin ? readLine() ?? "" : nil)
      let text = given ?? SigningKey.generatedSecret()
      let key = try SigningKey(algorithm, reading: text)
      try await pool.actingAsSystem { [kid, issuer] db in
        try await IntegrationRepository(db: db).add(kid: kid, issuer: issuer, key: key)
      }
      print("added integration \(kid) of \(issuer), \(algorithm.rawValue)")
      if given == nil { print("secret, shown only now: \(text)") }
    }

    private static func contents(of path: String) throws -> String {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw Refusal("cannot read a text from the file \(path)")
      }
      return text
    }
  }
}
