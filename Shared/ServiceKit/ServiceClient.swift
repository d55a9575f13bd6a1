import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOFoundationEssentialsCompat
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Calls one inner service over HTTP, for a principal or for this process itself.
package struct ServiceClient: Sendable {
  private let client: HTTPClient
  private let base: String
  private let token: InnerToken

  /// - Parameter base: `http://host:port`, without a path.
  package init(_ client: HTTPClient, base: String, token: InnerToken) {
    self.client = client
    self.base = base
    self.token = token
  }

  /// The client of all inner calls: no redirects, a second to connect, a minute without a byte to give up.
  ///
  /// A connection that fails is not tried again behind the caller's back: AsyncHTTPClient then waits longer and longer, up
  /// to a minute, and a service that is back would seem to be away for as long.
  package static func httpClient() -> HTTPClient {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(1), read: .seconds(60)))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Returns when the event loops have handled what was given to them before.
  ///
  /// AsyncHTTPClient takes a body's pieces as long as their connection's event loop has not said that it is behind, and
  /// a loop that gets no time on a busy machine cannot say so: without this, whole files pile up in memory.
  package static func settle() async {
    for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
  }

  /// Sends a request as it is and answers with what the service said, body still streaming.
  ///
  /// - Parameters:
  ///   - body: nil for none.
  ///   - timeout: until the answer begins; nil while the body may take its time.
  /// - Throws: 503 `unavailable` when the service does not answer.
  package func send(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: HTTPClientRequest.Body? = nil,
    for principal: Principal, context: AppContext, within timeout: TimeAmount?
  ) async throws -> HTTPClientResponse {
    var headers = headers
    headers[.acceptLanguage] = context.language.rawValue
    do {
      return try await send(
        method, path, headers: headers, body: body, as: .principal(principal), requestId: context.requestId,
        within: timeout)
    } catch
      where error is HTTPClientError || error is NIOConnectionError || error is IOError
      || error is ChannelError
    {
      Logger.current.error("service unavailable", metadata: ["address": "\(base)", "reason": "\(error)"])
      throw Problem(.unavailable, retryAfter: 2)
    }
  }

  /// Sends a request of whoever speaks, people or this process; what goes wrong is thrown as the client has it.
  package func send(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: HTTPClientRequest.Body? = nil,
    as speaker: InnerToken.Speaker, requestId: String, within timeout: TimeAmount?
  ) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: base + path)
    request.method = .init(rawValue: method.rawValue)
    for field in headers { request.headers.add(name: field.name.rawName, value: field.value) }
    request.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(try await token.sign(speaker))")
    request.headers.replaceOrAdd(name: "X-Request-ID", value: requestId)
    request.body = body
    return try await client.execute(
      request, deadline: timeout.map { .now() + $0 } ?? .distantFuture, logger: Logger.current)
  }

  /// Sends a request and decodes the answer; a problem the service said is thrown as it is.
  package func value<Value: Decodable>(
    of type: Value.Type, _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:],
    body: HTTPClientRequest.Body? = nil, for principal: Principal, context: AppContext
  ) async throws -> Value {
    let response = try await send(
      method, path, headers: headers, body: body, for: principal, context: context,
      within: body == nil ? .seconds(4) : nil)
    let data = Data(buffer: try await response.body.collect(upTo: Self.answerLimit))
    guard (200..<300).contains(response.status.code) else {
      let document = try JSONCoding.decode(ProblemDocument.self, from: data)
      guard let problem = Problem(document, retryAfter: response.headers.first(name: "Retry-After").flatMap(Int.init))
      else { throw Problem(.unexpected) }
      throw problem
    }
    return try JSONCoding.decode(type, from: data)
  }

  /// 100 tickets of 200 characters of topic are far below.
  private static let answerLimit = 4 * 1024 * 1024
}

extension ServiceClient {
  /// Whether the service is ready; for the caller's own readiness.
  package func requireReady() async throws {
    var request = HTTPClientRequest(url: base + "/health/ready")
    request.method = .GET
    let response = try await client.execute(request, timeout: .seconds(4))
    guard response.status == .ok else { throw Problem(.unavailable) }
  }
}

/// Ends the client of inner calls after the requests that use it.
package struct HTTPClientService: Service {
  private let client: HTTPClient

  package init(client: HTTPClient) {
    self.client = client
  }

  package func run() async throws {
    try? await gracefulShutdown()
    try await client.shutdown()
  }
}
