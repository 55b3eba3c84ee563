public import Files

/// A notebook as a script, and a script as a notebook, without a loss either way.
///
/// A line that begins with `#%%` begins a cell. Markdown and raw cells are comments, so that the
/// script runs as the notebook does:
///
///     #%% [markdown]
///     # Some *text*.
///
///     #%%
///     train 5
///
/// A short JSON object in that line holds what else the notebook says of a cell, such as its id.
/// What is longer, outputs above all, follows in a segment of comments, `#%% [data]`, and what the
/// notebook says of itself stands in `#%% [notebook]`. A line of a cell that would begin a cell
/// gets a backslash, `#\%%`. A segment that is not written in this form becomes a cell that
/// remembers its exact text in its metadata, so that a script comes back byte for byte.
public enum NotebookScript {
  /// The metadata of a notebook that was made of a script.
  public static let metadata: JSON = [
    "kernelspec": ["display_name": "aerepl", "language": "ae", "name": "aerepl"],
    "language_info": ["file_extension": ".ae", "mimetype": "text/x-ae", "name": "ae"],
  ]

  /// Returns the script of a notebook.
  public static func script(of notebook: Notebook) -> [UInt8] {
    let hasIdentifiers = notebook.extras.hasCellIdentifiers
    var own = notebook.extras
    let newline = LineEnding.take(from: &own)
    if own["metadata"] == metadata { own["metadata"] = nil }
    if own["nbformat_minor"] == 5 { own["nbformat_minor"] = nil }
    own["nbformat"] = nil
    var segments: [Segment] = []
    for (index, cell) in notebook.cells.enumerated() {
      let form = CellForm(cell, extras: cell.leanExtras(at: hasIdentifiers ? index : nil))
      let isLast = index + 1 == notebook.cells.count && own.members.isEmpty
      segments += form.segments(isFirst: index == 0, isLast: isLast)
    }
    if !own.members.isEmpty { segments.append(Segment(data: own, header: "#%% [notebook]")) }
    return newline.applied(to: Segment.text(of: segments))
  }

  /// Returns the notebook of a script; throws where the script is not UTF-8.
  public static func notebook(of script: [UInt8]) throws(KernelFault) -> Notebook {
    guard String(validating: script, as: UTF8.self) != nil else {
      throw KernelFault("the script is not UTF-8")
    }
    var notebook = Notebook(cells: [], extras: [:])
    let newline = LineEnding(of: script)
    for segment in Segment.split(newline.removed(from: script)) {
      if segment.header == "#%% [data]", let data = segment.data, !notebook.cells.isEmpty {
        let last = notebook.cells.count - 1
        for member in data.members { notebook.cells[last].extras[member.name] = member.value }
      } else if segment.header == "#%% [notebook]", let data = segment.data {
        notebook.extras = data
      } else {
        notebook.cells.append(CellForm.cell(of: segment))
      }
    }
    let extras = notebook.extras
    notebook.extras["metadata"] = extras["metadata"] ?? metadata
    newline.note(in: &notebook.extras)
    notebook.extras["nbformat"] = 4
    notebook.extras["nbformat_minor"] = extras["nbformat_minor"] ?? 5
    let hasIdentifiers = notebook.extras.hasCellIdentifiers
    for index in notebook.cells.indices {
      notebook.cells[index].completeExtras(at: hasIdentifiers ? index : nil)
    }
    return notebook
  }
}

extension JSON {
  /// Whether cells have ids: since version 4.5 of the format.
  fileprivate var hasCellIdentifiers: Bool { (self["nbformat_minor"]?.integer ?? 5) >= 5 }
}

extension Notebook.Cell {
  /// Returns the extras without what a script need not say; `index` is nil where cells have no ids.
  fileprivate func leanExtras(at index: Int?) -> JSON {
    var extras = extras
    if extras["metadata"] == [:] { extras["metadata"] = nil }
    if kind == .code {
      if extras["outputs"] == [] { extras["outputs"] = nil }
      if extras["execution_count"] == .null { extras["execution_count"] = nil }
    }
    if let index {
      let identifier = extras["id"]
      if identifier == nil { extras["id"] = .null }
      if identifier == .string(Self.identifier(at: index)) { extras["id"] = nil }
    }
    return extras
  }

  /// Adds what a script need not say.
  fileprivate mutating func completeExtras(at index: Int?) {
    if extras["metadata"] == nil { extras["metadata"] = [:] }
    if kind == .code {
      if extras["outputs"] == nil { extras["outputs"] = [] }
      if extras["execution_count"] == nil { extras["execution_count"] = .null }
    }
    if let index {
      let identifier = extras["id"]
      if identifier == nil { extras["id"] = .string(Self.identifier(at: index)) }
      if identifier == .null { extras["id"] = nil }
    }
  }

  private static func identifier(at index: Int) -> String { "cell-\(index + 1)" }
}

/// How the lines of a whole script end.
private enum LineEnding {
  case lineFeed, carriageReturnLineFeed

  private static let (ownKey, key, value) = ("aerepl", "newline", JSON.string("crlf"))

  /// Tells the ending of a script; where lines differ they are left as they are.
  init(of script: [UInt8]) {
    let feeds = script.indices.filter { script[$0] == UInt8(ascii: "\n") }
    let isSame = feeds.allSatisfy { $0 > 0 && script[$0 - 1] == UInt8(ascii: "\r") }
    self = isSame && !feeds.isEmpty ? .carriageReturnLineFeed : .lineFeed
  }

  /// Takes the note of the ending out of a notebook's extras.
  static func take(from extras: inout JSON) -> LineEnding {
    guard var metadata = extras["metadata"], var own = metadata[ownKey], own[key] == value else {
      return .lineFeed
    }
    own[key] = nil
    metadata[ownKey] = own.members.isEmpty ? nil : own
    extras["metadata"] = metadata
    return .carriageReturnLineFeed
  }

  /// Notes the ending in a notebook's extras.
  func note(in extras: inout JSON) {
    guard self == .carriageReturnLineFeed else { return }
    var metadata = extras["metadata"] ?? [:]
    var own = metadata[Self.ownKey] ?? [:]
    own[Self.key] = Self.value
    metadata[Self.ownKey] = own
    extras["metadata"] = metadata
  }

  func removed(from script: [UInt8]) -> [UInt8] {
    guard self == .carriageReturnLineFeed else { return script }
    return script.indices.filter { index in
      index + 1 == script.count || script[index + 1] != UInt8(ascii: "\n")
    }.map { script[$0] }
  }

  func applied(to script: [UInt8]) -> [UInt8] {
    guard self == .carriageReturnLineFeed else { return script }
    return script.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
  }
}
