import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
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
}

/// Somebody who sends requests to one process.
package struct TestCaller: Sendable {
  package let client: HTTPClient
  /// `http://127.0.0.1:port`
  package let base: String
  /// Sent with every request.
  package var headers: HTTPHeaders = [:]

  /// Sends a request; it fails after the deadline, so nothing hangs.
  package func send(
    _ method: HTTPMethod, _ path: String, headers: HTTPHeaders = [:], body: HTTPClientRequest.Body? = nil,
    within deadline: TimeAmount = .seconds(60)
  ) async throws -> TestAnswer {
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    request.headers = self.headers
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    request.body = body
    let response = try await client.execute(request, timeout: deadline)
    let body = try await response.body.collect(upTo: 64 * 1024 * 1024)
    return TestAnswer(status: Int(response.status.code), headers: response.headers, body: Data(buffer: body))
  }

  package func get(_ path: String, headers: HTTPHeaders = [:]) async throws -> TestAnswer {
    try await send(.GET, path, headers: headers)
  }

  package func send(
    _ method: HTTPMethod, _ path: String, json: String, headers: HTTPHeaders = [:],
    within deadline: TimeAmount = .seconds(60)
  ) async throws -> TestAnswer {
    var headers = headers
    if !headers.contains(name: "Content-Type") { headers.add(name: "Content-Type", value: "application/json") }
    return try await send(
      method, path, headers: headers, body: .bytes(ByteBuffer(string: json)), within: deadline)
  }

  package func post(_ path: String, json: String, headers: HTTPHeaders = [:]) async throws -> TestAnswer {
    try await send(.POST, path, json: json, headers: headers)
  }

  package func post(
    _ path: String, form: TestForm, headers: HTTPHeaders = [:], within deadline: TimeAmount = .seconds(60)
  ) async throws -> TestAnswer {
    var headers = headers
    headers.add(name: "Content-Type", value: TestForm.contentType)
    return try await send(.POST, path, headers: headers, body: .bytes(form.body), within: deadline)
  }
}
