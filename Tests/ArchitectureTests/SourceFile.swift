import Foundation

/// A file of the source tree.
struct SourceFile: Sendable {
  /// The path below the package's folder, such as `Sources/Plots/Color.swift`.
  let path: String

  /// The text.
  let text: String

  /// The lines of the text.
  let lines: [Substring]

  /// The lines that hold code, counted from 1, with all else blanked; none where it is not Swift.
  let code: [(number: Int, text: Substring)]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let code = path.hasSuffix(".swift") ? CodeScanner.codeLines(of: text) : []
    self.code = zip(1..., code).filter { $1.utf8.contains { $0 != UInt8(ascii: " ") } }
      .map { (number: $0, text: $1) }
  }

  /// The folder below `Sources` or `Tests`, which is the module's name.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// The name without folders.
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The number of lines, as `wc` counts them.
  var lineCount: Int { text.hasSuffix("\n") ? lines.count - 1 : lines.count }

  /// Whether it is Swift.
  var isSwift: Bool { path.hasSuffix(".swift") }
}

/// The package's folder, found from where this file was compiled.
enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The files below `Sources`, by path.
  static let sources = files(below: "Sources")

  /// The files below `Tests`, by path.
  static let tests = files(below: "Tests")

  /// Returns a file by its path, or nil where there is none that holds text.
  static func file(_ path: String) -> SourceFile? {
    guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    else { return nil }
    return SourceFile(path: path, text: text)
  }

  /// Returns the names of the folders in a folder.
  static func folders(in path: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: path).path
    )
    return (names ?? []).sorted().filter { name in
      var isFolder: ObjCBool = false
      let full = root.appending(path: path).appending(path: name).path
      return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
        && isFolder.boolValue
    }
  }

  /// Returns the files below a folder that hold text, by path.
  static func files(below folder: String) -> [SourceFile] {
    let base = root.appending(path: folder).path
    let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return paths.sorted().compactMap { file("\(folder)/\($0)") }
  }
}
