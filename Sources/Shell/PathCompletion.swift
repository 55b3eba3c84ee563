internal import Glibc

/// Finds the files whose paths begin as what was typed.
struct PathCompletion {
  /// The directory that `~` stands for.
  let home: String?

  /// A candidate, and how much of what was typed it replaces.
  struct Match {
    /// The offset, in code points of what was typed, at which the text begins.
    let start: Int

    /// What stands there then.
    let text: String
  }

  /// Returns the paths that begin as a word; where one needs quotes, all are given with them.
  ///
  /// - Parameters:
  ///   - typed: What was typed of the path, without an opening quote.
  ///   - quote: The quote before it, or nil.
  /// - Returns: Candidates in alphabetical order, directories with a `/` at their end.
  func matches(of typed: String, quote: Unicode.Scalar?) -> [Match] {
    let slash = typed.unicodeScalars.lastIndex(of: "/")
    let split = slash.map { typed.unicodeScalars.index(after: $0) } ?? typed.startIndex
    let (directory, prefix) = (String(typed[..<split]), String(typed[split...]))
    if directory.isEmpty, prefix == "~", home != nil { return [Match(start: 0, text: "~/")] }
    let names = names(in: expanded(directory), beginning: prefix)
    let offset = directory.unicodeScalars.count
    if let quote {
      let usable = names.filter { !Self.needsEscape($0, in: quote) }
      return usable.map { name in
        let isWhole = usable.count == 1 && !name.hasSuffix("/")
        return Match(start: offset, text: isWhole ? name + String(quote) : name)
      }
    }
    guard names.contains(where: { Self.needsQuotes($0) }) || Self.needsQuotes(directory) else {
      return names.map { Match(start: offset, text: $0) }
    }
    let usable = names.filter { !Self.needsEscape($0, in: "\"") }
    return usable.map { name in
      let isWhole = usable.count == 1 && !name.hasSuffix("/")
      return Match(start: 0, text: "\"\(directory)\(name)\(isWhole ? "\"" : "")")
    }
  }

  /// How many names are looked at, and how many are kept.
  private static let limits = (seen: 200_000, kept: 1_000)

  private func expanded(_ directory: String) -> String {
    if directory.isEmpty { return "." }
    guard directory.hasPrefix("~/"), let home else { return directory }
    return home + directory.dropFirst()
  }

  private func names(in directory: String, beginning prefix: String) -> [String] {
    guard !directory.utf8.contains(0), let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    var seen = 0
    while seen < Self.limits.seen, names.count < Self.limits.kept, let entry = readdir(stream) {
      seen += 1
      // SAFETY: the name is read within the call, up to the zero that ends it.
      let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      // What is no text cannot be typed, and what is hidden is meant only if it is asked for.
      guard bytes.starts(with: prefix.utf8), let name = String(validating: bytes, as: UTF8.self),
        name != ".", name != "..", !name.hasPrefix(".") || prefix.hasPrefix(".")
      else { continue }
      let isDirectory = Self.isDirectory(name, entry.pointee.d_type, in: stream)
      names.append(isDirectory ? name + "/" : name)
    }
    return names.sorted()
  }

  private static func isDirectory(_ name: String, _ type: UInt8, in stream: OpaquePointer) -> Bool {
    switch Int(type) {
    case Int(DT_DIR): return true
    case Int(DT_LNK), Int(DT_UNKNOWN): break
    default: return false
    }
    var status = stat()
    return fstatat(dirfd(stream), name, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A word ends at these, or begins something else with them.
  private static func needsQuotes(_ name: String) -> Bool {
    name.unicodeScalars.contains { " \t,;}\"'(\\".unicodeScalars.contains($0) }
      || name.hasPrefix("#")
  }

  private static func needsEscape(_ name: String, in quote: Unicode.Scalar) -> Bool {
    name.unicodeScalars.contains { $0 == quote || $0 == "\\" && quote != "'" }
  }
}
