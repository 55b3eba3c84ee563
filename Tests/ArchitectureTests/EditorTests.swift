import Commands
import Foundation
import Shell
import Testing

/// The editors' files say what the catalogue says.
@Suite struct EditorTests {
  private static let files = EditorFiles(.standard).all

  @Test(arguments: files.keys.sorted())
  func `is what the catalogue says`(path: String) throws {
    let text = try #require(Self.files[path])
    let url = SourceTree.root.appending(path: path)
    if ProcessInfo.processInfo.environment["AEREPL_UPDATE_DOCS"] != nil {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(text.utf8).write(to: url)
    }
    let found = try String(contentsOf: url, encoding: .utf8)
    #expect(found == text, "run with AEREPL_UPDATE_DOCS=1 to write it anew")
  }

  @Test func `every keyword and command is in every file`() {
    let words = EditorWords(.standard)
    for (path, text) in Self.files {
      for word in words.statements + words.commands + words.functions + words.options {
        #expect(text.contains(word), "\(path) \(word)")
      }
    }
  }

  @Test func `the grammar's files for editors are valid JSON`() throws {
    for path in SourceTree.files(below: "editors").map(\.path) where path.hasSuffix(".json") {
      let text = try #require(SourceTree.file(path)?.text)
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    }
  }
}
