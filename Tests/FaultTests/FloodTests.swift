import TestSupport
import Testing

/// Many errors, and children that a script starts.
@Suite struct FloodTests {
  @Test func `F037 ten thousand errors leave no memory behind`() throws {
    let home = TemporaryDirectory()
    let lines = ["1 // 0", "kept[9]", "assert false", "zeros(2) + zeros(3);", "source /missing.ae"]
    // Each fails and is told, and the next runs, as where a person types them.
    let errors = (0..<2_000).map { _ in lines.joined(separator: "\n") }.joined(separator: "\n")
    let look = "\n!grep VmRSS: /proc/$PPID/status\n"
    let script =
      "let kept = [1]\n" + lines.joined(separator: "\n") + look + errors + look + "print 6 * 7\n"
    home.write(Array(script.utf8), to: "typed")
    let command = #""$AEREPL" --keep-going "$1" 2> /dev/null"#
    let result = Program.shell(command, [home.file("typed")], within: 60)
    let sizes = result.output.split(separator: "\n").filter { $0.hasPrefix("VmRSS:") }
      .compactMap { Int($0.split(whereSeparator: \.isWhitespace)[1]) }
    try #require(sizes.count == 2, "\(result.output)")
    #expect(sizes[1] - sizes[0] < 5_000)
    #expect(result.output.hasSuffix("42\n"))
  }

  @Test func `F027 a child has default signals and three descriptors`() {
    let command = #"exec 7< /dev/null; "$AEREPL" -e "$1" -e "$2" 7<&-"#
    let result = Program.shell(
      command,
      [#"!ls /proc/self/fd | tr '\n' ' '"#, "!grep -E 'SigIgn|SigBlk' /proc/self/status"]
    )
    #expect(result.exit == .status(0))
    // The fourth is the listing's own.
    #expect(result.output.hasPrefix("0 1 2 3 "))
    let masks = result.output.split(whereSeparator: \.isWhitespace).compactMap {
      UInt64($0, radix: 16)
    }
    // Above the first 31 are those that the system's own library uses.
    #expect(masks.suffix(2).map { $0 & 0x7FFF_FFFF } == [0, 0])
  }

  @Test func `F027 a child of a script reads nothing of it, and SIGPIPE ends it silently`() {
    let script = "!cat\nprint 5\n!yes | head -1\nprint status\n"
    let result = Program.shell("printf '%s' \"$1\" | \"$AEREPL\"", [script])
    #expect(result.exit == .status(0))
    #expect(result.output == "5\ny\n0\n")
    #expect(result.errors == "")
  }
}
