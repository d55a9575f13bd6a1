import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceKit

/// The pages and scripts of the web folder, served as they are.
struct Pages: Sendable {
  private let root: String
  private let demo: Bool

  /// - Parameters:
  ///   - root: the web folder
  ///   - demo: whether the demo host page is served at `/`
  init(root: String, demo: Bool) throws {
    guard FileManager.default.fileExists(atPath: root + "/widget/help-menu.js") else {
      throw SettingError("WEB_ROOT", "«\(root)» is not the folder of pages and scripts")
    }
    self.root = root
    self.demo = demo
  }

  /// The folders that everybody may read; the demo's only where there is a demo.
  private var folders: [String] { ["widget", "elements", "lib", "styles"] + (demo ? ["demo"] : []) }

  func add(to router: Router<AppContext>) {
    let cacheControl = CacheControl([(MediaType(type: .any), [.noCache])])
    // It says at each start which folder it serves.
    let quiet = Logger(label: Gateway.service) { _ in SwiftLogNoOpLogHandler() }
    for folder in folders {
      router.add(
        middleware: FileMiddleware(
          "\(root)/\(folder)", urlBasePath: "/\(folder)", cacheControl: cacheControl, logger: quiet))
    }
    guard demo else { return }
    let page = FileIO()
    router.add([
      Route(.get, "/") { _, context in
        let body = try await page.loadFile(path: "\(root)/demo/index.html", context: context)
        return Response(
          status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"], body: body)
      }
    ])
  }
}
