import Domain
import Testing

@Suite("The language of an answer")
struct LanguageTests {
  @Test(
    "it is the best of the three that the caller reads, else Polish",
    arguments: [
      (nil, .pl), ("", .pl), ("pl", .pl), ("en", .en), ("uk", .uk), ("EN", .en), ("en-GB", .en),
      ("uk-UA,uk;q=0.9", .uk),
      ("de,fr;q=0.9", .pl), ("de, en;q=0.5", .en), ("pl;q=0.5, en;q=0.9", .en), ("en;q=0.5,pl;q=0.9", .pl),
      ("en, pl", .en), ("pl, en", .pl), ("en;q=0", .pl), ("en;q=0, uk;q=0.1", .uk), ("pl;q=0, en;q=0.2", .en),
      ("*", .pl), ("de;q=1, *;q=0.5", .pl), ("en;q=abc", .en), (" en ; q=0.8 , uk ; q=0.9 ", .uk), (";;;,,,", .pl),
      ("english", .pl), ("e", .pl), ("\u{0}", .pl), ("en-GB-oxendict", .en), ("en;level=1;q=0.3, uk;q=0.4", .uk),
    ] as [(String?, Language)])
  func negotiation(header: String?, expected: Language) {
    #expect(Language(acceptLanguage: header) == expected)
  }

  @Test("an endless header is read only at its beginning")
  func endless() {
    let foreign = String(repeating: "de,", count: 20)
    #expect(Language(acceptLanguage: foreign + "en") == .pl)
    #expect(Language(acceptLanguage: String(repeating: "de,", count: 19) + "en") == .en)
    #expect(Language(acceptLanguage: String(repeating: "x;", count: 500_000)) == .pl)
  }
}
