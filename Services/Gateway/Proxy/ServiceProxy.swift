import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import ServiceKit

/// Passes requests on to the services and streams the answers back, for whoever the table admits.
struct ServiceProxy: Sendable {
  let services: [InnerService: ServiceClient]
  /// The largest file, in bytes.
  let fileLimit: Int

  /// The largest JSON body, in bytes: 20,000 characters of text, even if every one is escaped.
  static let jsonLimit = 256 * 1024

  var routes: [Route] {
    ServiceRoutes.table.flatMap { route in
      let methods: [HTTPRequest.Method] = route.method == .get ? [.get, .head] : [route.method]
      return methods.map { method in
        Route(method, route.path) { request, context in try await answer(request, context, route) }
      }
    }
  }

  private func answer(_ request: Request, _ context: AppContext, _ route: ServiceRoute) async throws -> Response {
    let principal = try context.requirePrincipal()
    guard route.audience.admits(principal) else { throw Problem(.forbidden) }
    guard let service = services[route.service] else { throw Problem(.unavailable) }
    // The router also takes `//v1/…`, `/%761/…` and `http://host/v1/…`; the inner path would become a part of the port.
    guard request.uri.string.hasPrefix("/v1/") else { throw Problem(.notFound) }
    switch route.form {
    case .none:
      return try await pass(request, route, nil, to: service, principal, context)
    case .json:
      let body = try await request.collected(limit: Self.jsonLimit)
      return try await pass(request, route, .bytes(body), to: service, principal, context)
    case .file:
      return try await passFile(request, route, to: service, principal, context)
    case .withAttachment(let fields):
      let attachment = SingleAttachment(
        service: service, principal: principal, context: context, fields: fields, fileLimit: fileLimit)
      return try await attachment.passing(request) { json in
        try await pass(request, route, .bytes(json), to: service, principal, context)
      }
    }
  }

  private func passFile(
    _ request: Request, _ route: ServiceRoute, to service: ServiceClient, _ principal: Principal, _ context: AppContext
  ) async throws -> Response {
    let length = request.headers[.contentLength].flatMap(Int.init)
    if let length, length > fileLimit { throw Problem(.attachmentTooLarge) }
    var pieces = request.body.makeAsyncIterator()
    return try await BodyRelay.relay(limit: fileLimit, length: length, reading: { try await pieces.next() }) { body in
      try await pass(request, route, body, to: service, principal, context)
    }
  }

  private func pass(
    _ request: Request, _ route: ServiceRoute, _ body: HTTPClientRequest.Body?, to service: ServiceClient,
    _ principal: Principal, _ context: AppContext
  ) async throws -> Response {
    let path = String(request.uri.string.dropFirst("/v1".count))
    var sent = request.headers.only(Self.requestHeaders)
    var timeout: TimeAmount? = .seconds(4)
    switch route.form {
    case .none, .json: break
    // Read here, and always passed on as JSON.
    case .withAttachment: sent[.contentType] = JSONCoding.mediaType
    // A slow line may take its time.
    case .file: timeout = nil
    }
    let answer = try await service.send(
      request.method, path, headers: sent, body: body, for: principal, context: context, within: timeout)
    var headers = HTTPFields()
    for name in Self.responseHeaders {
      if let value = answer.headers.first(name: name.rawName) { headers[name] = value }
    }
    let length = answer.headers.first(name: "Content-Length").flatMap(Int.init)
    return Response(
      status: .init(code: Int(answer.status.code), reasonPhrase: answer.status.reasonPhrase), headers: headers,
      body: ResponseBody(contentLength: length) { writer in
        for try await buffer in answer.body { try await writer.write(buffer) }
        try await writer.finish(nil)
      })
  }

  /// What a service needs to know of a request. A list of what passes, so nothing hop-by-hop ever does.
  private static let requestHeaders: [HTTPField.Name] = [
    .contentType, .ifMatch, .ifNoneMatch, .ifRange, .range, .idempotencyKey,
  ]
  private static let responseHeaders: [HTTPField.Name] = [
    .contentType, .eTag, .location, .contentRange, .acceptRanges, .contentDisposition, .contentSecurityPolicy,
    .xContentTypeOptions, .cacheControl, .idempotencyReplayed, .retryAfter, .allow, .wwwAuthenticate,
  ]
}

extension Audience {
  func admits(_ principal: Principal) -> Bool {
    switch self {
    case .signedIn: true
    case .users: !principal.isSupport
    case .support: principal.isSupport
    }
  }
}

extension HTTPFields {
  fileprivate func only(_ names: [HTTPField.Name]) -> HTTPFields {
    HTTPFields(filter { names.contains($0.name) })
  }
}
