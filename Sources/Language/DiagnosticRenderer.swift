/// Writes diagnostics as text for a terminal or a log.
///
/// The form is that of compilers: place, severity and message; the line with a mark under the
/// place; a hint; and one line for each caller.
///
///     demo.ae:2:1: error: unknown command 'trian'
///       trian 5
///       ^~~~~
///     hint: did you mean 'train'?
public struct DiagnosticRenderer: Sendable {
  /// The bytes of a message, at most.
  private static let messageLength = 400

  /// The callers shown, at most.
  private static let noteCount = 6

  /// Creates a renderer.
  public init() {}

  /// Returns the lines of a diagnostic, each with its newline, in colour if asked for.
  public func render(_ diagnostic: Diagnostic, styled: Bool) -> String {
    let paint = Paint(isOn: styled)
    let severity = diagnostic.severity
    let label = paint("\(severity.rawValue):", severity == .error ? .red : .yellow)
    let message = paint(Self.shortened(diagnostic.message), .bold)
    guard let source = diagnostic.source, let range = diagnostic.range else {
      return "\(label) \(message)\n" + hint(diagnostic, paint) + notes(diagnostic, paint)
    }
    let excerpt = SourceExcerpt(range, in: source)
    return """
      \(paint("\(Self.place(range, in: source)):", .bold)) \(label) \(message)
        \(excerpt.line)
        \(paint.marker(excerpt.marker))

      """ + hint(diagnostic, paint) + notes(diagnostic, paint)
  }

  private func hint(_ diagnostic: Diagnostic, _ paint: Paint) -> String {
    diagnostic.hint.map { "\(paint("hint:", .cyan)) \(Self.shortened($0))\n" } ?? ""
  }

  private func notes(_ diagnostic: Diagnostic, _ paint: Paint) -> String {
    let all = diagnostic.notes
    // One line that only says "1 more" would take the place of the note itself.
    let shown = all.count > Self.noteCount ? Self.noteCount - 1 : all.count
    var lines = all.prefix(shown).map { note in
      "\(Self.place(note.range, in: note.source)): \(Self.shortened(note.message))"
    }
    if shown < all.count { lines.append("... \(all.count - shown) more") }
    return lines.map { "\(paint("note:", .cyan)) \($0)\n" }.joined()
  }

  private static func place(_ range: SourceRange, in source: SourceText) -> String {
    let position = source.position(of: range.lowerBound)
    return "\(TerminalText.escaped(source.name)):\(position.line):\(position.column)"
  }

  /// Returns a text in one line, escaped, and cut between characters if it is too long.
  private static func shortened(_ text: String) -> String {
    let escaped = TerminalText.escaped(text)
    guard escaped.utf8.count > messageLength else { return escaped }
    let ellipsis = "..."
    var head = ""
    var next: Unicode.Scalar?
    for scalar in escaped.unicodeScalars {
      guard head.utf8.count + UTF8.width(scalar) <= messageLength - ellipsis.utf8.count else {
        next = scalar
        break
      }
      head.unicodeScalars.append(scalar)
    }
    // A character that the cut would split is left out, unless there is nothing else.
    var longer = head
    if let next { longer.unicodeScalars.append(next) }
    if longer.count == head.count, head.count > 1 { head.removeLast() }
    return head + ellipsis
  }
}

/// Colours text, or leaves it alone.
private struct Paint {
  /// What text is shown in; the codes are those of ECMA-48, Select Graphic Rendition.
  enum Style: String {
    case bold = "1"
    case red = "1;31"
    case green = "1;32"
    case yellow = "1;33"
    case cyan = "1;36"
  }

  let isOn: Bool

  func callAsFunction(_ text: String, _ style: Style) -> String {
    isOn ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Colours a marker, but not the blanks before it.
  func marker(_ text: String) -> String {
    guard let start = text.firstIndex(of: "^") else { return text }
    return text[..<start] + self(String(text[start...]), .green)
  }
}
