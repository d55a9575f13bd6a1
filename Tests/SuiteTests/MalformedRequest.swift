import TestSupport

/// A request that keeps no rule, byte for byte, and what may be answered.
struct MalformedRequest: Sendable {
  enum Expected: Sendable {
    /// This problem.
    case problem(Int, String)
    /// One of these statuses, or the connection is closed: it is no longer HTTP.
    case refusal
  }

  let name: String
  var path = "/v1/tickets"
  var headers = ["Content-Type: \(TestForm.contentType)"]
  let body: String
  /// How long the request says that its body is; nil says nothing.
  var length: Int?
  let expected: Expected

  init(
    _ name: String, _ expected: Expected, path: String = "/v1/tickets", type: String = TestForm.contentType,
    headers: [String] = [], length: Int? = nil, _ body: String
  ) {
    self.name = name
    self.expected = expected
    self.path = path
    self.headers = headers + ["Content-Type: \(type)"]
    self.body = body
    let isChunked = headers.contains { $0.hasPrefix("Transfer-Encoding") || $0.hasPrefix("Content-Length") }
    self.length = isChunked ? nil : length ?? body.utf8.count
  }

  func text(token: String) -> String {
    let length = length.map { ["Content-Length: \($0)"] } ?? []
    let head = ["POST \(path) HTTP/1.1", "Host: localhost", "Authorization: Bearer \(token)"] + headers + length
    return head.joined(separator: "\r\n") + "\r\n\r\n" + body
  }
}

extension MalformedRequest {
  static let all = forms + files + fields + transfers + json

  private static let line = "--\(TestForm.boundary)\r\n"
  private static let end = "--\(TestForm.boundary)--\r\n"
  private static let topic = line + "Content-Disposition: form-data; name=\"topic\"\r\n\r\na\r\n"
  private static let message = line + "Content-Disposition: form-data; name=\"message\"\r\n\r\nb\r\n"
  private static let text = "text bytes, a file as good as any\n"

  private static func field(_ name: String, _ value: String) -> String {
    line + "Content-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
  }

  private static func file(_ name: String, _ content: String = text) -> String {
    line + "Content-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n\(content)\r\n"
  }

  private static let malformed = Expected.problem(400, "malformed")

  /// The grammar of multipart.
  private static let forms = [
    MalformedRequest("no boundary", malformed, type: "multipart/form-data", topic + message + end),
    MalformedRequest("empty boundary", malformed, type: "multipart/form-data; boundary=", topic + message + end),
    MalformedRequest(
      "boundary of 71", malformed, type: "multipart/form-data; boundary=\(String(repeating: "b", count: 71))", "x"),
    MalformedRequest("another boundary", malformed, type: "multipart/form-data; boundary=other", topic + end),
    MalformedRequest("empty body", malformed, ""),
    MalformedRequest("no closing delimiter", malformed, topic + message),
    MalformedRequest("cut in a header", malformed, topic + line + "Content-Dispo"),
    MalformedRequest("cut in a file", malformed, topic + message + file("a.txt").dropLast(9)),
    MalformedRequest("line feeds only", malformed, (topic + message + end).replacing("\r\n", with: "\n")),
    MalformedRequest(
      "endless header", malformed, line + "X: " + String(repeating: "x", count: 1_000_000)),
    MalformedRequest(
      "endless headers", malformed, line + String(repeating: "X: y\r\n", count: 100_000)),
    MalformedRequest(
      "endless preamble", malformed, String(repeating: "p", count: 1_000_000) + topic + message + end),
    MalformedRequest(
      "endless epilogue", malformed, topic + message + end + String(repeating: "e", count: 1_000_000)),
    MalformedRequest(
      "nested", malformed,
      topic + line + "Content-Disposition: form-data; name=\"files\"\r\nContent-Type: multipart/mixed; boundary=in"
        + "\r\n\r\n--in\r\n\r\nx\r\n--in--\r\n" + end),
    MalformedRequest("no name", malformed, line + "Content-Disposition: form-data\r\n\r\na\r\n" + end),
    MalformedRequest("no disposition", malformed, line + "Content-Type: text/plain\r\n\r\na\r\n" + end),
    MalformedRequest("NUL in a name", malformed, field("top\0ic", "a") + message + end),
    MalformedRequest("NUL in a file's name", malformed, topic + message + file("a\0.txt") + end),
    MalformedRequest("a line end in a file's name", malformed, topic + message + file("a%0D%0AX: y.txt") + end),
    MalformedRequest(
      "base64", malformed, line + "Content-Transfer-Encoding: base64\r\n" + topic.dropFirst(line.count) + end),
    MalformedRequest(
      "10,000 parts", .problem(413, "too_large"), String(repeating: file("", ""), count: 10_000) + topic + message + end
    ),
  ]

  /// The single-file rule.
  private static let files = [
    MalformedRequest("two files", tooMany, topic + file("a.txt") + message + file("b.txt") + end),
    MalformedRequest("a file twice", tooMany, topic + file("a.txt") + file("a.txt") + message + end),
    MalformedRequest("file, then id", tooMany, topic + message + file("a.txt") + field("attachment_id", id) + end),
    MalformedRequest("id, then file", tooMany, field("attachment_id", id) + topic + message + file("a.txt") + end),
    MalformedRequest(
      "file, then empty id", tooMany, topic + message + file("a.txt") + field("attachment_id", "") + end),
    MalformedRequest(
      "two ids", tooMany, topic + message + field("attachment_id", id) + field("attachment_id", id) + end),
    MalformedRequest("empty file", .problem(422, "attachment_empty"), topic + message + file("a.txt", "") + end),
    MalformedRequest("a web page", .problem(422, "attachment_type"), topic + message + file("a.png", page) + end),
    MalformedRequest("a drawing", .problem(422, "attachment_type"), topic + message + file("a.png", drawing) + end),
    MalformedRequest("a program", .problem(422, "attachment_type"), topic + message + file("a.png", program) + end),
    MalformedRequest(
      "two files in a message", tooMany, path: messages, field("text", "a") + file("a.txt") + file("b.txt") + end),
  ]

  private static let tooMany = Expected.problem(422, "too_many_attachments")
  private static let messages = "/v1/tickets/100001/messages"
  private static let id = "0198c6a0-0000-7000-8000-000000000000"
  private static let page = "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
  private static let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"
  private static let program = "\u{7F}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{2}\0>\0\u{1}\0\0\0"

  /// What stands in the fields.
  private static let fields = [
    MalformedRequest("unknown field", .problem(422, "invalid"), topic + message + field("admin", "true") + end),
    MalformedRequest("the same field twice", .problem(422, "invalid"), topic + topic + message + end),
    MalformedRequest("no message", .problem(422, "invalid"), topic + end),
    MalformedRequest("file, but no message", .problem(422, "invalid"), topic + file("a.txt") + end),
    MalformedRequest("NUL in the topic", .problem(422, "invalid"), field("topic", "a\0b") + message + end),
    MalformedRequest(
      "NUL in the message", .problem(422, "invalid"), topic + field("message", "a\0b") + file("a.txt") + end),
    MalformedRequest(
      "an id that is none", .problem(422, "invalid"), topic + message + field("attachment_id", "1") + end),
    MalformedRequest(
      "a field of 1 MB", .problem(413, "too_large"),
      topic + field("message", String(repeating: "b", count: 1_000_000)) + end),
    MalformedRequest(
      "too long a message", .problem(422, "invalid"),
      topic + field("message", String(repeating: "b", count: 20_001)) + end),
    MalformedRequest(
      "an importance that is none", .problem(422, "invalid"),
      topic + message + field("importance", "extreme") + file("a.txt") + end),
    MalformedRequest(
      "a boolean that is none", .problem(422, "invalid"), path: messages,
      field("text", "a") + field("internal", "maybe") + file("a.txt") + end),
    MalformedRequest(
      "a user's internal note", .problem(403, "forbidden"), path: messages,
      field("text", "a") + field("internal", "true") + file("a.txt") + end),
    MalformedRequest(
      "a message to no ticket", .problem(404, "not_found"), path: messages, field("text", "a") + file("a.txt") + end),
  ]

  /// HTTP itself.
  private static let transfers = [
    MalformedRequest("a length too short", malformed, length: 40, topic + message + file("a.txt") + end),
    MalformedRequest("a length too long", .refusal, length: 9_999, topic + message + file("a.txt") + end),
    MalformedRequest("a length that is none", .refusal, headers: ["Content-Length: -5"], topic + message + end),
    MalformedRequest("a length beyond all", .refusal, headers: ["Content-Length: 99999999999999999999"], topic + end),
    MalformedRequest("two lengths", .refusal, headers: ["Content-Length: 5", "Content-Length: 500"], topic + end),
    MalformedRequest(
      "a length and chunks", .refusal, headers: ["Content-Length: 5", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
    MalformedRequest(
      "chunks that are none in a file", .refusal, path: "/v1/attachments?name=a.txt",
      headers: ["Transfer-Encoding: chunked"], "5\r\nabcde\r\nZZ\r\nabc\r\n0\r\n\r\n"),
    MalformedRequest("a file that is too short", .refusal, path: "/v1/attachments?name=a.txt", length: 9_999, "abc"),
    MalformedRequest(
      "chunks that are none", .refusal, headers: ["Transfer-Encoding: chunked"], "ZZ\r\n" + topic + "\r\n0\r\n\r\n"),
    MalformedRequest(
      "a chunk without end", .refusal, headers: ["Transfer-Encoding: chunked"], "FFFFFFFFFFFFFFFFFF\r\n" + topic),
    MalformedRequest("an unknown coding", .refusal, headers: ["Transfer-Encoding: gzip"], topic + message + end),
    MalformedRequest(
      "a header without end", .refusal, headers: ["X: " + String(repeating: "x", count: 200_000)], topic + end),
    MalformedRequest(
      "another media type", .problem(415, "unsupported_media_type"), type: "multipart/mixed; boundary=x", "x"),
    MalformedRequest("no media type known", .problem(415, "unsupported_media_type"), type: "text/plain", "topic=a"),
    MalformedRequest(
      "a form of old", .problem(415, "unsupported_media_type"), type: "application/x-www-form-urlencoded", "topic=a"),
  ]

  private static let json = [
    ("an array of ids", tooMany, #"{"topic": "a", "message": "b", "attachment_id": ["\#(id)", "\#(id)"]}"#),
    ("an array of one id", tooMany, #"{"topic": "a", "message": "b", "attachment_id": ["\#(id)"]}"#),
    ("an array of none", tooMany, #"{"topic": "a", "message": "b", "attachment_id": []}"#),
    ("an object for an id", .problem(422, "invalid"), #"{"topic": "a", "message": "b", "attachment_id": {"a": "b"}}"#),
    ("half an object", malformed, #"{"topic": "a", "#),
    ("an array", malformed, "[]"),
    ("null", malformed, "null"),
    ("nothing", malformed, ""),
    ("a NUL", malformed, "\0"),
    ("half a character", malformed, #"{"topic": "\ud800", "message": "b"}"#),
    ("an escaped NUL", .problem(422, "invalid"), #"{"topic": "a\u0000", "message": "b"}"#),
    ("nesting", malformed, String(repeating: "{\"a\":", count: 40_000)),
    ("nested arrays", malformed, String(repeating: "[", count: 200_000)),
    ("a number beyond all", .problem(422, "invalid"), #"{"topic": 1e999, "message": "b"}"#),
    ("300 kB", .problem(413, "too_large"), "{\"topic\": \"\(String(repeating: "a", count: 300_000))\"}"),
  ].map { (name: String, expected: Expected, body: String) in
    MalformedRequest(name + " in JSON", expected, type: "application/json", body)
  }
}
