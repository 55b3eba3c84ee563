import Files
import TestSupport
import Testing

@testable import Jupyter

@Suite struct NotebookScriptTests {
  private func cells(_ script: String) throws -> [[String]] {
    try NotebookScript.notebook(of: Array(script.utf8)).cells.map { [$0.kind.rawValue, $0.source] }
  }

  private func roundTrip(_ script: String) throws -> String {
    let bytes = try NotebookScript.notebook(of: Array(script.utf8)).bytes
    return String(decoding: NotebookScript.script(of: try Notebook(bytes: bytes)), as: UTF8.self)
  }

  @Test func `cells begin at their lines`() throws {
    let script = """
      print 1

      #%%
      let x = 2

      #%% [markdown]
      # # Title
      #
      # text

      #%% [raw]
      # raw

      #%% a title
      #\\%% no cell

      """
    #expect(
      try cells(script) == [
        ["code", "print 1"], ["code", "let x = 2"], ["markdown", "# Title\n\ntext"],
        ["raw", "raw"], ["code", "#%% no cell"],
      ]
    )
    #expect(try roundTrip(script) == script)
  }

  @Test(arguments: [
    "", "\n", "\n\n", "#%%", "#%%\n", "#%%\n\n", "#%%\n\n\n", "print 1", "print 1\r\n#%%\r\n2\r\n",
    "\u{FEFF}print 1\n", "#%% [markdown]\nprint 1\n", "#%% [markdown]\n#text\n", "#%%a\n#%%b\n#%%c",
    "#%%\n1\n#%%\n2\n", "#%%\n1\n\n\n\n#%%\n2\n\n", "#%% {\"id\":\"x\"}\n1\n", "#%% {\"id\":\n1\n",
    "#%% [data]\n# {\"a\":1}\n", "#%%\n1\n\n#%% [data]\n# no\n", "#%% [notebook]\n", "# %%\n1\n",
    "#%%\n#\\%%\n#\\\\%%\n", "#%%\ne\u{301}\n\u{301}x\n", "#%% [markdown]\n# \u{301}x\n", "\0\n",
  ])
  func `any script comes back byte for byte`(script: String) throws {
    let result = try roundTrip(script)
    #expect(Array(result.utf8) == Array(script.utf8))
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `random scripts come back byte for byte`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let pieces = [
      "#%%", "#%% [markdown]", "#%% [raw]", "\n", "\n", "\n\n", "# ", "#", "print 1", "\r\n", " ",
      "{\"id\":\"a\"}", "#\\%%", "\\", "é\u{301}", "\u{301}", "[data]", "%%", "\u{0}", "\"\"\"",
    ]
    for _ in 0..<500 {
      let count = Int.random(in: 0...25, using: &generator)
      let script = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let result = try roundTrip(script)
      let isSame = result.utf8.elementsEqual(script.utf8)
      #expect(isSame, "\(script.debugDescription) became \(result.debugDescription)")
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `random notebooks come back byte for byte`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let notebook = Self.notebook(&generator)
      let script = NotebookScript.script(of: notebook)
      let result = try NotebookScript.notebook(of: script)
      let isSame = result.bytes == notebook.bytes
      #expect(isSame, "\(String(decoding: script, as: UTF8.self).debugDescription)")
    }
  }

  private static func notebook(_ generator: inout SplitMix64) -> Notebook {
    let minor = Int.random(in: 4...5, using: &generator)
    let count = Int.random(in: 0...5, using: &generator)
    let cells = (0..<count).map { index -> Notebook.Cell in
      let kinds: [Notebook.Cell.Kind] = [.code, .markdown, .raw]
      let kind = kinds.randomElement(using: &generator) ?? .code
      let parts = ["", "\n", "#%%", "# a", "#\\%% b", "x", "\n\n", "é\u{301}", "\u{301}", "\r\n"]
      let source = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        parts.randomElement(using: &generator) ?? ""
      }.joined()
      var extras: JSON = ["metadata": [:]]
      if Bool.random(using: &generator) {
        extras["metadata"] = ["a": .string(generator.text()), "n": .number("1.0")]
      }
      if kind == .code {
        extras["execution_count"] = Bool.random(using: &generator) ? .null : 7
        let text = String(repeating: generator.text() + " ", count: 40)
        extras["outputs"] = Bool.random(using: &generator) ? [] : [["text": [.string(text)]]]
      }
      if minor == 5 {
        extras["id"] = Bool.random(using: &generator) ? "abc" : .string("cell-\(index + 1)")
      }
      return Notebook.Cell(kind, source, extras: extras)
    }
    var extras: JSON = ["metadata": [:], "nbformat": 4, "nbformat_minor": .integer(minor)]
    if Bool.random(using: &generator) { extras["metadata"] = NotebookScript.metadata }
    return Notebook(cells: cells, extras: extras)
  }

  @Test func `a cell that was changed is written anew, the others as they were`() throws {
    let script = "1\n#%%  odd\n2\n\n\n#%%\n3"
    var notebook = try NotebookScript.notebook(of: Array(script.utf8))
    notebook.cells[1].source = "20"
    let result = String(decoding: NotebookScript.script(of: notebook), as: UTF8.self)
    #expect(result == "1\n#%%\n20\n\n#%%\n3")
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"nbformat":3,"cells":[]}"#, #"{"nbformat":4}"#,
    #"{"nbformat":4,"cells":[{"cell_type":"x","source":""}]}"#,
    #"{"nbformat":4,"cells":[{"cell_type":"code","source":5}]}"#,
    #"{"nbformat":4,"cells":[{"cell_type":"code","source":"\ud800"}]}"#,
  ])
  func `what is no notebook is refused`(text: String) {
    #expect(throws: KernelFault.self) { try Notebook(bytes: Array(text.utf8)) }
  }

  @Test func `a script that is not UTF-8 is refused`() {
    #expect(throws: KernelFault.self) { try NotebookScript.notebook(of: [0xFF]) }
  }
}
