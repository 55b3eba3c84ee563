internal import Files
internal import FoundationEssentials
internal import Language
internal import Shell

/// What a client shows: the same thing in several forms, by MIME type.
struct MimeBundle {
  /// The forms.
  let data: JSON

  /// More about the forms.
  var metadata: JSON = [:]

  /// Creates a bundle of plain text.
  init(text: String) { data = ["text/plain": .string(Self.harmless(text))] }

  /// Creates a bundle of a value's text; a record comes as JSON, too.
  init(literal: String, of value: Value) {
    var data: JSON = ["text/plain": .string(Self.harmless(literal))]
    if case .record(let record) = value, let json = JSON(record) { data["application/json"] = json }
    self.data = data
  }

  /// Creates a bundle of a picture.
  init(_ image: Image) {
    var data: JSON = [
      "image/png": .string(Data(image.png).base64EncodedString()),
      "text/plain": .string(Self.harmless(image.caption)),
    ]
    if let svg = image.svg { data["image/svg+xml"] = .string(svg) }
    self.data = data
    metadata = ["image/png": ["width": .integer(image.width), "height": .integer(image.height)]]
  }

  /// Creates a bundle of a table.
  init(_ table: Table) {
    data = [
      "text/html": .string(HTMLTable(table).text),
      "text/plain": .string(TableLayout(table).aligned.joined(separator: "\n")),
    ]
  }

  /// Creates a bundle of how far a long command has come.
  init(_ progress: Progress) {
    data = ["text/plain": .string(ProgressLine(progress, hasUnicode: true).text(width: 100))]
  }

  /// Returns text without control characters, which might disguise what it says.
  static func harmless(_ text: String) -> String {
    TerminalText.escaped(text, keepingNewlines: true)
  }
}

/// A table in HTML: a template of our own, in which every piece of data is escaped.
struct HTMLTable {
  private let table: Table

  init(_ table: Table) { self.table = table }

  /// The HTML.
  var text: String {
    let titles = table.columns.map { cell("th", $0.title, $0.alignment) }.joined()
    let rows = table.rows.map { row in
      "<tr>" + zip(row, table.columns).map { cell("td", $0, $1.alignment) }.joined() + "</tr>\n"
    }
    let footer = table.footer.isEmpty ? "" : "\n<p>\(Self.escaped(table.footer))</p>"
    return """
      <table>
      <thead><tr>\(titles)</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>\(footer)
      """
  }

  private func cell(_ element: String, _ text: String, _ alignment: Table.Alignment) -> String {
    let side = alignment == .left ? "left" : "right"
    return "<\(element) style=\"text-align: \(side)\">\(Self.escaped(text))</\(element)>"
  }

  /// Returns text in which nothing is markup.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in MimeBundle.harmless(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n": result += "<br>"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension JSON {
  /// Creates the JSON of a record, or nil where it holds what JSON cannot say.
  fileprivate init?(_ record: Record) {
    var object: JSONObject = [:]
    for (name, value) in record.fields {
      guard let json = JSON(value) else { return nil }
      object[name.text] = json
    }
    self = .object(object)
  }

  private init?(_ value: Shell.Value) {
    switch value {
    case .none: self = .null
    case .bool(let flag): self = .bool(flag)
    case .integer(let integer): self = .integer(integer)
    case .float(let float):
      // JSON has no word for what is not finite.
      self = float.isFinite ? .double(float) : .null
    case .string(let text): self = .string(text)
    case .list(let list):
      guard list.elements.count <= 1_000 else { return nil }
      let elements = list.elements.compactMap { JSON($0) }
      guard elements.count == list.elements.count else { return nil }
      self = .array(elements)
    case .record(let record):
      guard let json = JSON(record) else { return nil }
      self = json
    case .tensor, .view, .range, .function: return nil
    }
  }
}
