import Domain
import NIOCore
import Testing

@testable import Gateway

/// What the request's media type and the parts' headers must look like.
@Suite struct MultipartRulesTests {
  private static let disposition = "Content-Disposition: form-data; name=\"a\""

  /// A body of one part with these header lines and the content `text`.
  private func body(_ lines: [String]) -> String {
    "--X\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\ntext\r\n--X--\r\n"
  }

  // MARK: Content-Type of the request

  @Test(arguments: ["", "application/json", "multipart/mixed; boundary=X", "multipart/form-database; boundary=X"])
  func anotherMediaTypeIsUnsupported(contentType: String) {
    #expect(throws: Problem(.unsupportedMediaType)) {
      try MultipartReader(contentType: contentType, body: MultipartSampleBody(buffers: []))
    }
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"X", "multipart/form-data; boundary=\"X \"",
    "multipart/form-data; boundary=a{b", "multipart/form-data; boundary=ż", "multipart/form-data; boundary=a b",
    "multipart/form-data; boundary=X; boundary=Y", "multipart/form-data; boundary=\"a\"b",
    "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
  ])
  func aBoundaryThatIsMissingOrIllegalIsMalformed(contentType: String) {
    #expect(throws: Problem(.malformed)) {
      try MultipartReader(contentType: contentType, body: MultipartSampleBody(buffers: []))
    }
  }

  @Test(arguments: [
    ("X", "Multipart/Form-Data ;charset=utf-8; Boundary=X"), ("a b", "multipart/form-data; boundary=\"a b\";"),
    ("----WebKitFormBoundary7MA4YWxk", "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk"),
    ("a/b:c=d?'()+_,.", "multipart/form-data; boundary=a/b:c=d?'()+_,."),
    (String(repeating: "x", count: 70), "multipart/form-data; boundary=\(String(repeating: "x", count: 70))"),
  ])
  func everyLegalBoundaryIsAccepted(boundary: String, contentType: String) async throws {
    let bytes = multipartBytes([MultipartSamplePart("a", "text")], boundary: boundary)
    let body = MultipartSampleBody(buffers: multipartBuffers(bytes))

    let reader = try MultipartReader(contentType: contentType, body: body)

    #expect(try await reader.nextPart()?.name == "a")
    #expect(try await reader.text(upTo: 4) == "text")
  }

  // MARK: Headers of a part

  @Test(
    arguments: [
      (#"form-data; name="a""#, "a", nil), (#"FORM-DATA;NAME=a"#, "a", nil), (#"form-data; name="a";"#, "a", nil),
      (#"form-data; name="żółć"; filename="Привіт.png""#, "żółć", "Привіт.png"),
      (#"form-data; name="a"; filename="a\"b\\c""#, "a", #"a"b\c"#),
      (#"form-data; name="a"; filename="a%22b%20c%""#, "a", #"a"b%20c%"#),
      (#"form-data; name="a"; filename="C:\Users\jan\x.png""#, "a", #"C:\Users\jan\x.png"#),
      (#"form-data; filename="a;b=c"; name="a""#, "a", "a;b=c"), (#"form-data; name=a; filename="""#, "a", ""),
      (#"form-data; name="a"; filename*=UTF-8''b.png"#, "a", nil),
      (#"form-data; name="a"; filename="c.png"; filename*=UTF-8''b.png"#, "a", "c.png"),
    ] as [(String, String, String?)])
  func namesAreReadAsClientsWriteThem(value: String, name: String, filename: String?) async throws {
    let parts = try await multipartParts(body(["content-disposition:\(value)"]))

    #expect(parts == [MultipartSamplePart(name, filename: filename, "text")])
  }

  @Test(arguments: [
    "form-data", "form-data; filename=\"a\"", "form-data; name=\"\"", "attachment; name=\"a\"", "; name=\"a\"", "",
    "form-data; name=\"a", "form-data; name=\"a\\\"", "form-data; name=a b", "form-data; name =a", "form-data name=a",
    "form-data; name=\"a\" filename=\"b\"", "form-data; name=\"a\"; name=\"b\"", "form-data; name*=UTF-8''a",
    "form-data; name=\"a\"; filename=\"b\"; FileName=\"c\"", "form-data; name=a\"b",
  ])
  func aDispositionWithoutOneClearNameIsMalformed(value: String) async {
    await #expect(throws: Problem(.malformed)) {
      try await multipartParts(body(["Content-Disposition: \(value)"]))
    }
  }

  @Test(arguments: ["\0", "\u{1}", "\t", "\u{7F}", "\u{85}", "%0D", "%0a", "\r", "\n"])
  func controlCharactersInNamesAreMalformed(character: String) async {
    for parameters in ["name=\"a\(character)b\"", "name=a; filename=\"a\(character)b\""] {
      await #expect(throws: Problem(.malformed)) {
        try await multipartParts(body(["Content-Disposition: form-data; \(parameters)"]))
      }
    }
  }

  @Test(
    arguments: [
      [], ["Content-Type: text/plain"], [disposition, "no colon"], [disposition, ": no name"], [disposition, "a b: c"],
      [disposition, disposition], [disposition, "Content-Type: text/plain", "content-type: text/html"],
      ["Content-Disposition: form-data;", " name=\"a\""], ["Content-Disposition : form-data; name=\"a\""],
      [disposition, "X-Null: \0"], [disposition, "X: bare\rreturn"],
    ] as [[String]])
  func headersThatAreNoHeadersAreMalformed(lines: [String]) async {
    await #expect(throws: Problem(.malformed)) { try await multipartParts(body(lines)) }
  }

  @Test func namesThatAreNotUTF8AreMalformed() async {
    let bytes = Array("--X\r\nContent-Disposition: form-data; name=\"".utf8) + [0xE9] + Array("\"\r\n\r\n".utf8)

    await #expect(throws: Problem(.malformed)) { try await multipartParts(multipartBuffers(bytes)) }
  }

  @Test func bareLineFeedsAreMalformed() async {
    let proper = body([Self.disposition])

    for text in [proper.replacing("\r\n", with: "\n"), "--X\r\n\(Self.disposition)\n\r\ntext\r\n--X--\r\n"] {
      await #expect(throws: Problem(.malformed)) { try await multipartParts(text) }
    }
  }

  @Test(arguments: ["multipart/mixed; boundary=Y", "Multipart/Form-Data"])
  func multipartInsideMultipartIsMalformed(contentType: String) async {
    await #expect(throws: Problem(.malformed)) {
      try await multipartParts(body([Self.disposition, "Content-Type: \(contentType)"]))
    }
  }

  @Test func onlyIdentityTransferEncodingsAreAccepted() async throws {
    for encoding in ["7bit", "8BIT", " binary "] {
      let parts = try await multipartParts(body([Self.disposition, "Content-Transfer-Encoding: \(encoding)"]))
      #expect(parts.count == 1)
    }
    for encoding in ["base64", "quoted-printable", "gzip", ""] {
      await #expect(throws: Problem(.malformed)) {
        try await multipartParts(body([Self.disposition, "Content-Transfer-Encoding: \(encoding)"]))
      }
    }
  }

  @Test func anEmptyContentTypeIsNone() async throws {
    let parts = try await multipartParts(body([Self.disposition, "Content-Type: "]))

    #expect(parts == [MultipartSamplePart("a", "text")])
  }
}
