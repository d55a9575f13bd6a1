import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationEssentialsCompat
import NIOHTTP1
import ServiceKit

/// An answer, read whole.
package struct TestAnswer: Sendable {
  package let status: Int
  package let headers: HTTPHeaders
  package let body: Data

  /// The body as the suite's JSON.
  package func value<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    try JSONCoding.decode(type, from: body)
  }

  /// What went wrong; nil unless the body is `application/problem+json`.
  package var problem: ProblemDocument? {
    guard headers.first(name: "Content-Type") == "application/problem+json" else { return nil }
    return try? value()
  }

  package var text: String { String(decoding: body, as: UTF8.self) }

  /// The first header of this name.
  package subscript(name: String) -> String? { headers.first(name: name) }
}

/// Somebody who sends requests to one process.
package struct TestCaller: Sendable {
  package let client: HTTPClient
  /// `http://127.0.0.1:port`
  package var base: String
  /// Sent with every request.
  package var headers: [String: String] = [:]

  /// Sends a request; it fails after the deadline, so nothing hangs.
  package func send(
    _ method: HTTPMethod, _ path: String, headers: [String: String] = [:], body: HTTPClientRequest.Body? = nil,
    within deadline: Duration = .seconds(60)
  ) async throws -> TestAnswer {
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    for (name, value) in self.headers { request.headers.add(name: name, value: value) }
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    request.body = body
    let response = try await client.execute(request, timeout: .nanoseconds(Int64(deadline / .nanoseconds(1))))
    let body = try await response.body.collect(upTo: 64 * 1024 * 1024)
    return TestAnswer(status: Int(response.status.code), headers: response.headers, body: Data(buffer: body))
  }

  package func get(_ path: String, headers: [String: String] = [:]) async throws -> TestAnswer {
    try await send(.GET, path, headers: headers)
  }

  package func send(
    _ method: HTTPMethod, _ path: String, json: String, headers: [String: String] = [:],
    within deadline: Duration = .seconds(60)
  ) async throws -> TestAnswer {
    try await send(
      method, path, headers: ["Content-Type": "application/json"].merging(headers) { _, new in new },
      body: .bytes(ByteBuffer(string: json)), within: deadline)
  }

  package func post(_ path: String, json: String, headers: [String: String] = [:]) async throws -> TestAnswer {
    try await send(.POST, path, json: json, headers: headers)
  }

  package func post(
    _ path: String, form: TestForm, headers: [String: String] = [:], within deadline: Duration = .seconds(60)
  ) async throws -> TestAnswer {
    try await send(
      .POST, path, headers: ["Content-Type": TestForm.contentType].merging(headers) { _, new in new },
      body: .bytes(form.body), within: deadline)
  }
}
