import Foundation

/// The sources as they lie in this working tree.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The files below a folder with one of these endings, in a fixed order; what tools leave behind is passed over.
  static func files(under folder: String, _ endings: Set<String> = ["swift"]) throws -> [SourceFile] {
    guard
      let walk = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    else { return [] }
    var files: [SourceFile] = []
    for case let url as URL in walk where endings.contains(url.pathExtension) {
      files.append(try SourceFile(url))
    }
    return files.sorted { $0.path < $1.path }
  }

  /// Every folder below the given one, by its path from the root.
  static func folders(under folder: String) throws -> [String] {
    guard
      let walk = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey], options: [.skipsHiddenFiles])
    else { return [] }
    var folders: [String] = []
    for case let url as URL in walk where try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
      folders.append(url.pathFromRoot)
    }
    return folders
  }
}

/// A file of the repository.
struct SourceFile {
  /// From the repository's root: `Services/Tickets/Tickets.swift`.
  let path: String
  let text: String

  init(_ url: URL) throws {
    path = url.pathFromRoot
    text = try String(contentsOf: url, encoding: .utf8)
  }

  /// The modules it imports.
  var imports: Set<String> {
    let pattern =
      /^(?:@\w+(?:\([^)]*\))? +)*(?:(?:public|package|internal|fileprivate|private) +)?import +(?:(?:struct|class|enum|protocol|func|var|let|typealias) +)?(\w+)/
    return Set(text.split(separator: "\n").compactMap { $0.firstMatch(of: pattern).map { String($0.1) } })
  }

  /// `Services/Tickets` for all that the tickets service is made of.
  var target: String { path.split(separator: "/").prefix(2).joined(separator: "/") }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

extension URL {
  fileprivate var pathFromRoot: String {
    String(standardizedFileURL.path().dropFirst(Repository.root.standardizedFileURL.path().count))
      .trimmingCharacters(in: ["/"])
  }
}
