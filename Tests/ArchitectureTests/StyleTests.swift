import Foundation
import Testing

@Suite("The house's rules of style")
struct StyleTests {
  private static let trees = ["Services", "Shared", "Tests", "deploy"]

  @Test("folders and files are nouns of the desk, never a drawer for everything")
  func drawers() throws {
    let forbidden: Set = [
      "utils", "util", "utilities", "core", "managers", "manager", "helpers", "helper", "common", "misc", "extensions",
    ]
    for tree in Self.trees {
      let paths =
        try Repository.folders(under: tree)
        + Repository.files(under: tree, ["swift", "js", "css", "py", "sh"]).map(\.path)
      #expect(!paths.isEmpty)
      for path in paths {
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent.lowercased()
        #expect(!forbidden.contains(name), "\(path)")
      }
    }
  }

  @Test("nothing is put off with a note in the source")
  func notes() throws {
    let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    for tree in Self.trees {
      for file in try Repository.files(under: tree, ["swift", "sql", "js", "css", "html", "py", "sh", "md", "yaml"]) {
        for (index, line) in file.lines.enumerated() {
          let words = line.split { !$0.isLetter }
          #expect(!words.contains { marks.contains(String($0)) }, "\(file.path):\(index + 1)")
        }
      }
    }
  }

  @Test("only the database module speaks to libpq, and nothing else makes SQL of run-time strings")
  func unsafe() throws {
    for file in try Repository.files(under: "Services") + Repository.files(under: "Shared/ServiceKit") {
      #expect(!file.text.contains("PQexec"), "\(file.path)")
      #expect(!file.text.contains("Statement(command:"), "\(file.path)")
    }
  }
}
