public import Files

/// A notebook (nbformat 4): cells, and all that its file says beside their texts.
public struct Notebook: Equatable, Sendable {
  /// One cell.
  public struct Cell: Equatable, Sendable {
    /// What a cell is.
    public enum Kind: String, Sendable {
      case code, markdown, raw
    }

    /// What the cell is.
    public var kind: Kind

    /// Its text.
    public var source: String

    /// The other members of the cell: id, metadata, outputs, attachments and what else there is.
    public var extras: JSON

    /// Creates a cell.
    public init(_ kind: Kind, _ source: String, extras: JSON = [:]) {
      self.kind = kind
      self.source = source
      self.extras = extras
    }
  }

  /// The cells, from the top.
  public var cells: [Cell]

  /// The other members of the notebook: metadata and the version of the format.
  public var extras: JSON

  /// Creates a notebook.
  public init(cells: [Cell], extras: JSON) {
    self.cells = cells
    self.extras = extras
  }

  /// Reads a notebook file.
  public init(bytes: [UInt8]) throws(KernelFault) {
    let content: JSON
    do throws(JSONFault) { content = try JSONReader.read(bytes, .faithful) } catch {
      throw KernelFault("the notebook is not JSON, at byte \(error.offset)")
    }
    guard content["nbformat"]?.integer == 4, let cells = content["cells"]?.array else {
      throw KernelFault("the notebook is not of nbformat 4")
    }
    self.cells = []
    for (index, cell) in cells.enumerated() {
      guard let kind = cell["cell_type"]?.string.flatMap(Cell.Kind.init(rawValue:)),
        let source = cell["source"]?.joinedText
      else { throw KernelFault("cell \(index + 1) of the notebook has no known type or no text") }
      var extras = cell
      for key in ["cell_type", "source"] { extras[key] = nil }
      self.cells.append(Cell(kind, source, extras: extras))
    }
    var extras = content
    extras["cells"] = nil
    self.extras = extras
  }

  /// The notebook as a file, in the form in which Jupyter's own tools write it.
  public var bytes: [UInt8] {
    var content = extras
    content["cells"] = .array(cells.map(\.json))
    return JSONWriter.notebook(content.sortedByName)
  }
}

extension Notebook.Cell {
  fileprivate var json: JSON {
    var content = extras
    content["cell_type"] = .string(kind.rawValue)
    content["source"] = .array(Self.lines(of: source).map(JSON.string))
    return content.sortedByName
  }

  /// Returns the lines of a text, each with its newline.
  private static func lines(of text: String) -> [String] {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let last = lines.removeLast()
    lines = lines.map { $0 + "\n" }
    return last.isEmpty ? lines : lines + [last]
  }
}

extension JSON {
  /// The text of a string, or of strings in a list, one after the other; nil for anything else.
  var joinedText: String? {
    if let string { return string }
    guard let array else { return nil }
    let parts = array.compactMap(\.string)
    return parts.count == array.count ? parts.joined() : nil
  }

  /// The object with its own names in order; what its values hold stays as it is.
  fileprivate var sortedByName: JSON {
    .object(JSONObject(members.sorted { $0.name < $1.name }))
  }
}
