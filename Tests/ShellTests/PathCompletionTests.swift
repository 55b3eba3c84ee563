import Glibc
import Shell
import TestSupport
import Testing

@Suite struct PathCompletionTests {
  private let directory = TemporaryDirectory()

  private func complete(_ text: String) -> (texts: [String], start: Int) {
    var options = SessionOptions()
    options.environment = ["HOME": directory.path]
    let session = SessionProbe(catalog: .sample, options: options).session
    let found = session.completion(of: text, at: text.unicodeScalars.count)
    return (found.candidates.map(\.text), found.start)
  }

  private func make(_ names: [String]) { for name in names { directory.write([], to: name) } }

  @Test func `offers files and directories, hidden ones only if asked for`() {
    make(["a.png", "ab", ".hidden"])
    mkdir(directory.file("a.d"), 0o700)
    let base = directory.path + "/"
    #expect(complete("words \(base)a").texts == ["a.d/", "a.png", "ab"])
    #expect(complete("words \(base)").texts == ["a.d/", "a.png", "ab"])
    #expect(complete("words \(base).h").texts == [".hidden"])
    #expect(complete("words \(base)a").start == 6 + base.count)
    #expect(complete("words \(base)x").texts == [])
  }

  @Test func `knows the home directory`() {
    make(["kept.ae"])
    #expect(complete("words ~").texts == ["~/"])
    #expect(complete("words ~/k").texts == ["kept.ae"])
    #expect(complete("words \"~/k").texts == ["kept.ae\""])
  }

  @Test func `puts names with blanks in quotes and goes on inside them`() {
    make(["my file", "my other", "semi;colon"])
    let base = directory.path + "/"
    let whole = complete("words \(base)my")
    #expect(whole.texts == ["\"\(base)my file", "\"\(base)my other"])
    #expect(whole.start == 6)
    #expect(complete("words \(base)semi").texts == ["\"\(base)semi;colon\""])
    let inside = complete("words \"\(base)my f")
    #expect(inside.texts == ["my file\""])
    #expect(inside.start == 7 + base.count)
    #expect(complete("words '\(base)my f").texts == ["my file'"])
  }

  @Test func `F100 passes over what cannot be typed, and neither blocks nor grows without bounds`()
  {
    make((0..<1200).map { "n\($0)" })
    mkfifo(directory.file("n-pipe"), 0o600)
    let command = #"cd "$1" && : > "$(printf 'n\377')" && : > "$(printf 'n\033x')""#
    #expect(Program.shell(command, [directory.path]).exit == .status(0))
    let base = directory.path + "/"
    #expect(complete("words \(base)n").texts.count == 1000)
    #expect(complete("words \(base)n-").texts == ["n-pipe"])
    #expect(complete("words \(base)n-pipe/").texts == [])
    #expect(complete("words /nowhere/").texts == [])
  }

  @Test func `offers files in strings that look like paths and in lines for the shell`() {
    make(["a.txt"])
    let base = directory.path + "/"
    #expect(complete("show \"\(base)a").texts == ["a.txt\""])
    #expect(complete("!cat \(base)a").texts == ["a.txt"])
    #expect(complete("show \"a").texts == [])
  }
}
