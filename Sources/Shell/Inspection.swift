internal import Language

/// What is known of a name in a text.
public struct Inspection: Sendable, Equatable {
  /// The name.
  public var name: String

  /// The help page, as plain text.
  public var page: String

  /// The help page, as Markdown.
  public var markdown: String {
    let lines = page.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = lines.count > 1 ? lines[1].drop { $0 == "\n" } : ""
    let usage = "```text\n\(lines.first ?? "")\n```\n"
    guard !rest.isEmpty else { return usage }
    return usage + "\n```text\n\(rest.hasSuffix("\n") ? String(rest) : rest + "\n")```\n"
  }
}

extension SessionSnapshot {
  /// Returns what is known of the name at an offset, in code points, of a text; nil where there is
  /// no name or nothing is known of it.
  ///
  /// Where the offset is not at a known name, the command of its statement is meant.
  public func inspection(of text: String, at offset: Int) -> Inspection? {
    let scalars = Array(text.unicodeScalars)
    let end = min(max(offset, 0), scalars.count)
    let help = Help(snapshot: self)
    for name in Self.names(in: scalars, at: end) {
      if let page = try? help.page(for: name) { return Inspection(name: name, page: page) }
    }
    return nil
  }

  /// The names that may be meant, the most likely first: `dataset digits` before `digits`.
  private static func names(in scalars: [Unicode.Scalar], at offset: Int) -> [String] {
    let lineStart = scalars[..<offset].lastIndex { "\n\r;{}".unicodeScalars.contains($0) } ?? -1
    var start = offset
    while start > lineStart + 1, isNamePart(scalars[start - 1]) { start -= 1 }
    var end = offset
    while end < scalars.count, isNamePart(scalars[end]) { end += 1 }
    let word = string(scalars[start..<end])
    let before = scalars[(lineStart + 1)..<start].split { !isNamePart($0) }.map { string($0) }
    var names: [String] = []
    if let first = before.first, !word.isEmpty { names.append("\(first) \(word)") }
    if !word.isEmpty { names.append(word) }
    // Behind `f(` the function is meant, behind `train ` the command.
    if let last = before.last, before.count > 1 { names.append(last) }
    if let first = before.first { names.append(first) }
    return names
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "_" || (0x30...0x39).contains(scalar.value)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
