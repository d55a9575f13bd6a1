import Domain
import HTTPTypes
import Hummingbird

/// One route: a method, a path pattern, and who answers.
package struct Route: Sendable {
  package let method: HTTPRequest.Method
  package let path: String
  package let handler: @Sendable (Request, AppContext) async throws -> Response

  package init<Output: ResponseGenerator>(
    _ method: HTTPRequest.Method, _ path: String,
    use handler: @escaping @Sendable (Request, AppContext) async throws -> Output
  ) {
    self.method = method
    self.path = path
    self.handler = { request, context in
      try await handler(request, context).response(from: request, context: context)
    }
  }
}

extension Router where Context == AppContext {
  /// Adds routes, for each GET without a HEAD of its own the HEAD, and for each path the answer 405 with `Allow` to all
  /// other methods.
  package func add(_ routes: [Route]) {
    let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
    for (path, routes) in Dictionary(grouping: routes, by: \.path) {
      for route in routes { on(RouterPath(path), method: route.method, use: route.handler) }
      var known = Set(routes.map(\.method))
      if let get = routes.first(where: { $0.method == .get }), !known.contains(.head) {
        on(RouterPath(path), method: .head) { request, context in
          try await get.handler(request, context).withoutBody
        }
        known.insert(.head)
      }
      let allow = methods.filter(known.contains).map(\.rawValue)
      for method in methods where !known.contains(method) {
        on(RouterPath(path), method: method) { _, _ -> Response in throw Problem(.methodNotAllowed, allow: allow) }
      }
    }
  }
}

extension Response {
  /// The answer to HEAD: what GET says, `Content-Length` included, but no body.
  var withoutBody: Response {
    var response = self
    response.body = ResponseBody(contentLength: body.contentLength) { writer in try await writer.finish(nil) }
    return response
  }
}
