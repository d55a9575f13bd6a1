import HTTPTypes
import Hummingbird
import NIOCore
import ServiceKit
import Testing

@testable import Gateway

@Suite("A credential")
struct CredentialTests {
  private static let token = Token(.session).text
  private static let other = Token(.session).text

  @Test("is a bearer token, whatever the case of the word, or the console's cookie")
  func accepted() {
    for word in ["Bearer", "bearer", "BEARER"] {
      let credential = Credential(request([.authorization: "\(word) \(Self.token)"]))
      #expect((credential?.token.text, credential?.isCookie) == (Self.token, false))
    }
    let cookie = Credential(request([.cookie: "a=b; pomoc_session=\(Self.token); c=d"]))
    #expect((cookie?.token.text, cookie?.isCookie) == (Self.token, true))
    let key = Token(.key)
    #expect(Credential(request([.authorization: "Bearer \(key.text)"]))?.token == key)
  }

  @Test("is the bearer token when there is a cookie, too, even a bearer token that cannot be one")
  func both() {
    let cookie = "pomoc_session=\(Self.other)"
    let credential = Credential(request([.authorization: "Bearer \(Self.token)", .cookie: cookie]))
    #expect((credential?.token.text, credential?.isCookie) == (Self.token, false))
    #expect(Credential(request([.authorization: "Bearer nonsense", .cookie: cookie])) == nil)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "Bearer", "Bearer ", "Bearer  \(token)", "Basic \(token)", token, "Bearer \(token)x",
      "Bearer \(token.dropLast())", "Bearer ps_\(String(repeating: "!", count: 43))", "Bearer PS_\(token.dropFirst(3))",
      "Bearer \(String(repeating: "a", count: 100_000))", "Bearer ps_\(String(repeating: "ż", count: 21))a",
    ])
  func refused(_ header: String) {
    #expect(Credential(request([.authorization: header])) == nil)
  }

  @Test(
    "is not a cookie of another name or without a token", arguments: ["", "pomoc_session=", "xpomoc_session=\(token)"])
  func refusedCookie(_ cookie: String) {
    #expect(Credential(request([.cookie: cookie])) == nil)
  }

  private func request(_ headers: HTTPFields) -> Request {
    Request(
      head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/v1/me", headerFields: headers),
      body: RequestBody(buffer: ByteBuffer()))
  }
}
