import Testing

@Suite struct FileLengthTests {
  @Test func `no file is longer than 500 lines`() {
    let code = (SourceTree.sources + SourceTree.tests).filter(Self.isCode)
    #expect(code.count > 40)
    #expect(Self.longer(than: 500, code) == [])
  }

  @Test func `no command's file is longer than 150 lines`() {
    let commands = SourceTree.sources.filter {
      $0.module == "Commands" && $0.name.hasSuffix("Command.swift")
    }
    #expect(Self.longer(than: 150, commands) == [])
  }

  @Test(arguments: [(500, []), (501, ["Sources/Files/A.swift: 501 lines, not 500"])])
  func `a line too many is found`(count: Int, findings: [String]) {
    let text = String(repeating: "// line\n", count: count)
    #expect(
      Self.longer(than: 500, [SourceFile(path: "Sources/Files/A.swift", text: text)]) == findings
    )
  }

  private static func isCode(_ file: SourceFile) -> Bool {
    [".swift", ".c", ".h"].contains { file.path.hasSuffix($0) }
  }

  private static func longer(than limit: Int, _ files: [SourceFile]) -> [String] {
    files.filter { $0.lineCount > limit }.map { "\($0.path): \($0.lineCount) lines, not \(limit)" }
  }
}
