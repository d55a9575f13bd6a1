import Foundation
import HTTPTypes
import TestSupport

@testable import Gateway

/// Every public route as `METHOD /path`, read from the code: the table of the services' routes, and the gateway's own
/// as they are declared in its sources.
enum PublicRoutes {
  static func all() throws -> Set<String> {
    Set(ServiceRoutes.table.map { "\($0.method.rawValue) \($0.path)" }).union(try own())
  }

  private static func own() throws -> Set<String> {
    let folder = TestProcesses.repository.appending(path: "Services/Gateway")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var routes: Set<String> = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift", file.lastPathComponent != "ServiceRoutes.swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /\bRoute\(\s*\.([a-z]+),\s*"([^"]+)"/) {
        routes.insert("\(match.1.uppercased()) \(match.2)")
      }
      for match in text.matches(of: /\b[rR]outer\.(get|post|put|patch|delete|head)\(\s*"([^"]+)"/) {
        routes.insert("\(match.1.uppercased()) \(match.2)")
      }
    }
    return routes
  }
}
