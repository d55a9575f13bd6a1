import Domain
import Testing

@Suite("Validation")
struct ValidationTests {
  private enum Colour: String, CaseIterable {
    case red, green
  }

  @Test("a line is trimmed, required, bounded and without control characters")
  func line() {
    for (value, expected) in [
      ("Drukarka", .kept("Drukarka")), ("  Drukarka\t\n", .kept("Drukarka")), ("\u{A0}x\u{2003}", .kept("x")),
      (nil, .refused(.required)), ("", .refused(.required)), (" \u{A0}\n", .refused(.required)),
      ("abcde", .kept("abcde")), ("abcdef", .refused(.tooLong(maximum: 5))), ("  abcde  ", .kept("abcde")),
      ("ab\ncd", .refused(.controlCharacters)), ("a\tb", .refused(.controlCharacters)),
      ("a\0b", .refused(.controlCharacters)), ("a\u{7F}b", .refused(.controlCharacters)),
      ("a\u{85}b", .refused(.controlCharacters)), ("żółty", .kept("żółty")), ("🙂🙂🙂🙂🙂", .kept("🙂🙂🙂🙂🙂")),
      // Five scalars are counted, not one character.
      ("👩‍👩‍👧", .kept("👩‍👩‍👧")), ("👩‍👩‍👧👧", .refused(.tooLong(maximum: 5))),
    ] as [(String?, Outcome)] {
      #expect(
        outcome { $0.line("field", value, maximum: value == "Drukarka" || value == "  Drukarka\t\n" ? 8 : 5) }
          == expected)
    }
  }

  @Test("a text keeps its lines and spaces, with one kind of line end")
  func text() {
    for (value, expected) in [
      ("a\nb", .kept("a\nb")), ("a\r\nb", .kept("a\nb")), (" a ", .kept(" a ")), ("a\tb", .kept("a\tb")),
      (nil, .refused(.required)), (" \n\t", .refused(.required)), ("abcde", .kept("abcde")),
      ("abcdef", .refused(.tooLong(maximum: 5))), ("ab\r\ncd", .kept("ab\ncd")), ("a\0", .refused(.controlCharacters)),
      ("a\u{1B}", .refused(.controlCharacters)), ("a\u{9B}", .refused(.controlCharacters)),
    ] as [(String?, Outcome)] {
      #expect(outcome { $0.text("field", value, maximum: 5) } == expected)
    }
  }

  @Test("a choice is one of the set, the fallback when it is absent")
  func choice() {
    for (value, expected) in [
      ("red", .kept("red")), (nil, .kept("green")), ("blue", .refused(.oneOf(["red", "green"]))),
      ("Red", .refused(.oneOf(["red", "green"]))), ("", .refused(.oneOf(["red", "green"]))),
    ] as [(String?, Outcome)] {
      #expect(outcome { $0.choice("field", value, default: Colour.green).rawValue } == expected)
    }
  }

  @Test("everything that is wrong is said at once")
  func together() {
    var validation = Validation()
    _ = validation.line("topic", "", maximum: 5)
    _ = validation.text("message", "abcdef", maximum: 5)
    validation.refuse("account_id", .notAllowed)
    let expected = Problem(
      .invalid, fields: ["topic": .required, "message": .tooLong(maximum: 5), "account_id": .notAllowed])
    #expect(throws: expected) { try validation.finish() }
  }

  @Test("nothing wrong is no problem")
  func fine() throws {
    var validation = Validation()
    _ = validation.line("topic", "x", maximum: 5)
    try validation.finish()
  }

  private enum Outcome: Equatable {
    case kept(String)
    case refused(Problem.Reason)
  }

  private func outcome(_ check: (inout Validation) -> String) -> Outcome? {
    var validation = Validation()
    let value = check(&validation)
    do {
      try validation.finish()
      return .kept(value)
    } catch {
      return error.fields["field"].map(Outcome.refused)
    }
  }
}
