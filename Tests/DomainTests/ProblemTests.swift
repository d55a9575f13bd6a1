import Domain
import Foundation
import Testing

@Suite("A problem")
struct ProblemTests {
  @Test("every code has the status of the contract")
  func statuses() {
    let statuses: [Problem.Code: Int] = [
      .malformed: 400, .unauthenticated: 401, .badCredentials: 401, .forbidden: 403, .notFound: 404,
      .methodNotAllowed: 405, .ticketClosed: 409, .idempotencyKeyReused: 409, .stale: 412, .tooLarge: 413,
      .attachmentTooLarge: 413, .unsupportedMediaType: 415, .rangeNotSatisfiable: 416, .invalid: 422,
      .invalidCursor: 422, .tooManyAttachments: 422, .attachmentType: 422, .attachmentEmpty: 422, .rateLimited: 429,
      .unexpected: 500, .unavailable: 503,
    ]
    for code in Problem.Code.allCases { #expect(statuses[code] == code.status, "\(code)") }
  }

  @Test("every code has the name of the contract")
  func names() {
    #expect(
      Set(Problem.Code.allCases.map(\.rawValue)).isSuperset(of: [
        "unauthenticated", "forbidden", "not_found", "invalid_cursor", "idempotency_key_reused", "rate_limited",
        "too_large", "malformed", "bad_credentials", "ticket_closed", "too_many_attachments", "attachment_too_large",
        "attachment_type", "attachment_empty",
      ]))
    for code in Problem.Code.allCases { #expect(code.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil) }
  }

  @Test("every code speaks all three languages, each in its own words", arguments: Language.allCases)
  func texts(language: Language) {
    let texts = Problem.Code.allCases.map { $0.text(in: language) }
    #expect(Set(texts).count == texts.count)
    for text in texts {
      #expect(text.count >= 15 && text.hasSuffix("."), "\(text)")
      #expect(text.contains(/\p{Cyrillic}/) == (language == .uk), "\(text)")
    }
  }

  @Test("no text is the same in two languages")
  func translated() {
    for code in Problem.Code.allCases {
      #expect(Set(Language.allCases.map { code.text(in: $0) }).count == 3, "\(code)")
    }
    for reason in Self.reasons {
      let texts = Language.allCases.map { reason.text(in: $0) }
      #expect(Set(texts).count == 3 && !texts.contains(""), "\(reason)")
    }
  }

  @Test("a reason names the bound that was passed")
  func bounds() {
    for language in Language.allCases {
      #expect(Problem.Reason.tooLong(maximum: 200).text(in: language).contains("200"))
      #expect(Problem.Reason.outOfRange(1...100).text(in: language).contains("100"))
      #expect(Problem.Reason.oneOf(["low", "high"]).text(in: language).contains("low, high"))
      #expect(Problem.Reason.wrongType(expected: "number").text(in: language).contains("number"))
      #expect(Problem.Reason.said("Tak").text(in: language) == "Tak")
    }
  }

  @Test("its document has what RFC 9457 asks for, and fields only where there are some")
  func document() {
    let plain = ProblemDocument(Problem(.ticketClosed), in: .en)
    #expect(plain.type == "urn:pomoc:problem:ticket_closed" && plain.title == "ticket closed")
    #expect(plain.status == 409 && plain.code == "ticket_closed" && plain.fields == nil)
    #expect(plain.detail == "The ticket is closed. Reopen it to answer.")

    let invalid = ProblemDocument(.invalid("topic", .required), in: .pl)
    #expect(invalid.status == 422 && invalid.fields == ["topic": "To pole jest wymagane."])
  }

  @Test("what another process said is passed on, in its words")
  func passedOn() throws {
    let said = ProblemDocument(.invalid("topic", .tooLong(maximum: 5)), in: .uk)
    let problem = try #require(Problem(said, retryAfter: 7))
    #expect(problem.code == .invalid && problem.retryAfter == 7)
    #expect(ProblemDocument(problem, in: .uk) == said)
  }

  @Test("a code that this process does not know is none")
  func unknown() throws {
    let json = #"{"type": "x", "title": "x", "status": 418, "detail": "x", "code": "teapot"}"#
    #expect(Problem(try JSONDecoder().decode(ProblemDocument.self, from: Data(json.utf8))) == nil)
  }

  private static let reasons: [Problem.Reason] = [
    .required, .unknown, .tooLong(maximum: 5), .wrongType(expected: "text"), .oneOf(["a"]), .outOfRange(1...2),
    .notADay,
    .notAnId, .notFound, .controlCharacters, .repeated, .notAllowed,
  ]
}
