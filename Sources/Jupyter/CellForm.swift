internal import Files

/// A cell as segments of a script, and a segment of a script as a cell.
struct CellForm {
  private let cell: Notebook.Cell
  private var extras: JSON
  private var exactText: String?

  /// The longest JSON that stands in a header line.
  private static let headerLength = 200

  /// The keys under which a cell's metadata remember the text that it was made of.
  private static let (ownKey, textKey) = ("aerepl", "text")

  /// Creates the form of a cell; `extras` are those that the script must say.
  init(_ cell: Notebook.Cell, extras: JSON) {
    self.cell = cell
    self.extras = extras
    guard var own = extras["metadata"]?[Self.ownKey], let text = own[Self.textKey]?.string else {
      return
    }
    exactText = text
    own[Self.textKey] = nil
    var metadata = extras["metadata"] ?? [:]
    metadata[Self.ownKey] = own.members.isEmpty ? nil : own
    self.extras["metadata"] = metadata.members.isEmpty ? nil : metadata
  }

  /// Returns the segments of the cell.
  func segments(isFirst: Bool, isLast: Bool) -> [Segment] {
    if let exact = exactSegment(isFirst: isFirst, isLast: isLast && extras.members.isEmpty) {
      guard !extras.members.isEmpty else { return [exact] }
      return [exact, Segment(data: extras, header: "#%% [data]")]
    }
    var short = extras
    var long: JSON = [:]
    for member in extras.members
    where member.name == "outputs" || JSONWriter.compact(short).count > Self.headerLength {
      short[member.name] = nil
      long[member.name] = member.value
    }
    let segment = Segment(header: Self.header(cell.kind, short), content: Self.content(of: cell))
    if long.members.isEmpty { return [segment] }
    return [segment, Segment(data: long, header: "#%% [data]")]
  }

  /// The segment that the cell was made of, unless the cell has changed since.
  private func exactSegment(isFirst: Bool, isLast: Bool) -> Segment? {
    guard let exactText else { return nil }
    let parts = Segment.split(Array(exactText.utf8))
    let beginsCell = exactText.utf8.starts(with: "#%%".utf8)
    guard parts.count == 1, var segment = parts.first, beginsCell || isFirst else { return nil }
    // Where a segment ends depends on whether something follows it.
    segment.isLast = isLast
    let remade = Self.cell(of: segment)
    guard remade.kind == cell.kind, remade.source == cell.source else { return nil }
    segment.isExact = true
    return segment
  }

  /// Returns the cell of a segment.
  static func cell(of segment: Segment) -> Notebook.Cell {
    let cell = parsed(segment)
    var canonical = Segment(header: header(cell.kind, cell.extras), content: content(of: cell))
    if !segment.isLast { canonical.body += "\n" }
    guard canonical.text.utf8.elementsEqual(segment.text.utf8) else {
      var exact = cell
      var metadata = exact.extras["metadata"] ?? [:]
      var own = metadata[ownKey] ?? [:]
      own[textKey] = .string(segment.text)
      metadata[ownKey] = own
      exact.extras["metadata"] = metadata
      return exact
    }
    return cell
  }

  private static func parsed(_ segment: Segment) -> Notebook.Cell {
    let content = segment.content
    guard let header = segment.header, let (kind, extras) = parsed(header: header) else {
      return Notebook.Cell(.code, unescaped(content))
    }
    if kind == .code { return Notebook.Cell(.code, unescaped(content), extras: extras) }
    guard let text = uncommented(content) else { return Notebook.Cell(.code, unescaped(content)) }
    return Notebook.Cell(kind, text, extras: extras)
  }

  private static func header(_ kind: Notebook.Cell.Kind, _ extras: JSON) -> String {
    let label = kind == .code ? "" : " [\(kind.rawValue)]"
    guard !extras.members.isEmpty else { return "#%%" + label }
    return "#%%\(label) " + String(decoding: JSONWriter.compact(extras), as: UTF8.self)
  }

  private static func parsed(header: String) -> (Notebook.Cell.Kind, JSON)? {
    var rest = header.dropFirst("#%%".count)
    var kind = Notebook.Cell.Kind.code
    for other in [Notebook.Cell.Kind.markdown, .raw] where rest.hasPrefix(" [\(other.rawValue)]") {
      kind = other
      rest = rest.dropFirst(other.rawValue.count + 3)
    }
    if rest.isEmpty { return (kind, [:]) }
    guard rest.hasPrefix(" {"),
      let extras = try? JSONReader.read(rest.utf8, .faithful), extras.object != nil
    else { return nil }
    return (kind, extras)
  }

  private static func content(of cell: Notebook.Cell) -> String {
    cell.kind == .code ? escaped(cell.source) : commented(cell.source)
  }

  private static func commented(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    return lines(of: text).map { $0.isEmpty ? "#" : "# " + $0 }.joined(separator: "\n")
  }

  private static func uncommented(_ text: String) -> String? {
    guard !text.isEmpty else { return "" }
    var result: [String] = []
    for line in lines(of: text) {
      guard line == "#" || line.utf8.starts(with: "# ".utf8) else { return nil }
      result.append(String(line.unicodeScalars.dropFirst(2)))
    }
    return result.joined(separator: "\n")
  }

  /// Returns a text in which no line begins a cell.
  private static func escaped(_ text: String) -> String {
    mapLines(of: text) { line, _ in "#\\" + String(line.unicodeScalars.dropFirst()) }
  }

  private static func unescaped(_ text: String) -> String {
    mapLines(of: text) { line, backslashes in
      backslashes > 0 ? "#" + String(line.unicodeScalars.dropFirst(2)) : line
    }
  }

  /// Changes the lines that begin with `#`, any number of backslashes, and `%%`.
  private static func mapLines(of text: String, _ change: (String, Int) -> String) -> String {
    lines(of: text).map { line in
      guard line.utf8.first == UInt8(ascii: "#") else { return line }
      let rest = line.utf8.dropFirst()
      let backslashes = rest.prefix { $0 == UInt8(ascii: "\\") }.count
      let isMeant = rest.dropFirst(backslashes).starts(with: "%%".utf8)
      return isMeant ? change(line, backslashes) : line
    }.joined(separator: "\n")
  }

  private static func lines(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
