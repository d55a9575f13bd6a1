import ArgumentParser
import Foundation
import ServiceKit

#if canImport(Glibc)
import Glibc
#endif

/// Where a password comes from: standard input, a question at the terminal, or chance. Never from the arguments, which
/// every process of the machine can read.
struct PasswordEntry: ParsableArguments {
  @Flag(help: "Read the password from standard input, one line.")
  var passwordStdin = false

  /// The password, and whether it was made here and so has to be shown.
  func password() throws -> (text: String, isGenerated: Bool) {
    let typed = passwordStdin ? readLine() ?? "" : isatty(STDIN_FILENO) == 1 ? Self.ask() : nil
    guard let typed, passwordStdin || !typed.isEmpty else { return (Self.generated(), true) }
    try Password.validate(typed)
    return (typed, false)
  }

  private static func ask() -> String {
    String(cString: getpass("Password (empty to have one made): "))
  }

  /// 20 characters out of 32 that are not mistaken for each other: 100 bits.
  static func generated() -> String {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let groups = (0..<5).map { _ in String((0..<4).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }) }
    return groups.joined(separator: "-")
  }
}
