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
    return Segment.text(of: segments)
  }

  /// Returns the notebook of a script; throws where the script is not UTF-8.
  public static func notebook(of script: [UInt8]) throws(KernelFault) -> Notebook {
    guard String(validating: script, as: UTF8.self) != nil else {
      throw KernelFault("the script is not UTF-8")
    }
    var notebook = Notebook(cells: [], extras: [:])
    let segments = Segment.split(script)
    for segment in segments {
      if segment.header == "#%% [data]", let data = segment.data, !notebook.cells.isEmpty {
        let last = notebook.cells.count - 1
        for member in data.members { notebook.cells[last].extras[member.key] = member.value }
      } else if segment.header == "#%% [notebook]", let data = segment.data {
        notebook.extras = data
      } else {
        notebook.cells.append(CellForm.cell(of: segment))
      }
    }
    let extras = notebook.extras
    notebook.extras["metadata"] = extras["metadata"] ?? metadata
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
  fileprivate var hasCellIdentifiers: Bool { (self["nbformat_minor"]?.wholeNumber ?? 5) >= 5 }
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
