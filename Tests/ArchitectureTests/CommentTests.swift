import Testing

@Suite struct CommentTests {
  @Test func `each use of unsafe memory says why it is right`() {
    let files = SourceTree.sources.filter(\.isSwift)
    #expect(files.flatMap { Self.unsafeUses(in: $0) } == [])
  }

  @Test(arguments: [
    ("nonisolated(unsafe) let a = b", 1), ("region.allocate(\n)", 1),
    ("x.withUnsafeBytes { $0 }", 1),
    ("[UInt8](unsafeUninitializedCapacity: 1)", 1),
    ("// SAFETY: bounded\nx.withUnsafeBytes { $0 }", 0),
    ("x.withUnsafeBytes { bytes in\n  // SAFETY: bounded\n  bytes.count }", 0),
    ("// SAFETY: far" + String(repeating: "\n", count: 21) + "x.withUnsafeBytes { $0 }", 1),
    ("// x.withUnsafeBytes", 0), ("tensor.withUnsafeElements { $0 }", 0),
  ])
  func `a missing reason is found`(text: String, count: Int) {
    let file = SourceFile(path: "Sources/Files/Sample.swift", text: text)
    #expect(Self.unsafeUses(in: file).count == count)
  }

  @Test func `what is left to do names where it is tracked`() {
    let files = SourceTree.sources + SourceTree.tests
    #expect(files.flatMap { Self.loosePromises(in: $0) } == [])
  }

  @Test(arguments: [
    ("// TO" + "DO: later", 1), ("// FIX" + "ME", 1), ("// TO" + "DO(issue 7): later", 0),
    ("let todo = 1", 0), ("// XX" + "X", 1), ("MASTODONT", 0),
  ])
  func `a loose promise is found`(text: String, count: Int) {
    let file = SourceFile(path: "Sources/Files/Sample.swift", text: text)
    #expect(Self.loosePromises(in: file).count == count)
  }

  /// Returns the uses of memory by its address that have no reason close by: up to twenty
  /// lines before, which is a function's length, or three after.
  private static func unsafeUses(in file: SourceFile) -> [String] {
    let use = /\bwithUnsafe(?:Mutable)?(?:Bytes|Pointer|BufferPointer|TemporaryAllocation)\b/
    let make =
      /\.allocate\(|\bbindMemory\b|\bwithMemoryRebound\b|\bUnmanaged\b|\bunsafe[BDU]\w+|\(unsafe\)/
    return file.code.compactMap { number, line in
      guard [use, make].contains(where: { line.contains($0.wordBoundaryKind(.simple)) }) else {
        return nil
      }
      let near = file.lines[max(0, number - 21)..<min(file.lines.count, number + 3)]
      if near.contains(where: { $0.contains("// SAFETY: ") }) { return nil }
      return "\(file.path):\(number): no SAFETY comment near"
    }
  }

  /// Returns the places that put something off without saying where it is tracked.
  private static func loosePromises(in file: SourceFile) -> [String] {
    let promise = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/
    let tracked = /\bTO[D]O\(issue \d+\)/
    return file.lines.enumerated().compactMap { number, line in
      guard line.contains(promise), !line.contains(tracked) else {
        return nil
      }
      return "\(file.path):\(number + 1): \(line.prefix(60))"
    }
  }
}
