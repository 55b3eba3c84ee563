import Glibc
import TestSupport
import Testing

@Suite struct FormatTests {
  private let directory = TemporaryDirectory()

  @discardableResult
  private func write(_ text: String, to name: String) -> String {
    directory.write(Array(text.utf8), to: name)
  }

  private func contents(_ name: String) -> String {
    Program.shell("cat '\(directory.file(name))'").output
  }

  @Test func `prints scripts in the layout, those of files and of standard input`() {
    let path = write("let x=1", to: "a.ae")
    let result = Program.shell(#"echo 'print  2' | "$AEREPL" format "$1" -"#, [path])
    #expect(result.exit == .status(0))
    #expect(result.output == "let x = 1\nprint 2\n")
    #expect(contents("a.ae") == "let x=1")
  }

  @Test func `replaces files in place, with their permissions, and says nothing`() {
    let path = write("let x=1", to: "a.ae")
    chmod(path, 0o640)
    let result = Program.run(["format", "--in-place", path])
    #expect(result.exit == .status(0) && result.output + result.errors == "")
    #expect(contents("a.ae") == "let x = 1\n")
    #expect(Program.shell("stat -c %a '\(path)'").output == "640\n")
    #expect(directory.names == ["a.ae"])
  }

  @Test func `does not touch a file that has the layout`() {
    let path = write("let x = 1\n", to: "a.ae")
    let inode = Program.shell("stat -c %i,%y '\(path)'").output
    #expect(Program.run(["format", "--in-place", path]).exit == .status(0))
    #expect(Program.shell("stat -c %i,%y '\(path)'").output == inode)
  }

  @Test func `leaves files with faults alone and goes on with the others`() {
    let (bad, good) = (write("let x=1\ntrian 5", to: "a.ae"), write("let x=1", to: "b.ae"))
    let result = Program.run(["format", "--in-place", bad, good])
    #expect(result.exit == .status(1))
    #expect(result.errors.contains("a.ae:2:1: error: unknown command 'trian'"))
    #expect(contents("a.ae") == "let x=1\ntrian 5")
    #expect(contents("b.ae") == "let x = 1\n")
  }

  @Test func `check lists what would change and changes nothing`() {
    let (loose, neat) = (write("let x=1", to: "a.ae"), write("let x = 1\n", to: "b.ae"))
    let result = Program.run(["format", "--check", loose, neat])
    #expect(result.exit == .status(1))
    #expect(result.output == "\(loose)\n")
    #expect(contents("a.ae") == "let x=1")
    #expect(Program.run(["format", "--check", neat]).exit == .status(0))
  }

  @Test(arguments: [
    ["--in-place", "-"], ["--check", "--in-place", "a.ae"], [], ["--bogus", "a.ae"],
  ])
  func `F012 refuses wrong use with status 2`(_ arguments: [String]) {
    let result = Program.run(["format"] + arguments)
    #expect(result.exit == .status(2))
    #expect(result.output == "" && result.errors.contains("aerepl format"))
  }

  @Test func `F012 a script that cannot be read is status 2, and the others are formatted`() {
    let path = write("let x=1", to: "a.ae")
    let result = Program.run(["format", directory.file("missing.ae"), path])
    #expect(result.exit == .status(2))
    #expect(result.output == "let x = 1\n")
  }

  @Test func `F109 a file's name is its bytes`() {
    let command =
      #"d=$(mktemp -d); n="$d/$(printf '\377').ae"; echo 'print  1' > "$n"; "$AEREPL" format -i "$n";"#
      + #"cat "$n"; "$AEREPL" check "$n"; s=$?; rm -r "$d"; exit $s"#
    let result = Program.shell(command)
    #expect(result.exit == .status(0) && result.output == "print 1\n")
  }

  @Test func `a link is followed, and a read-only file is kept`() {
    let path = write("let x=1", to: "a.ae")
    symlink(path, directory.file("link.ae"))
    #expect(Program.run(["format", "-i", directory.file("link.ae")]).exit == .status(0))
    #expect(contents("a.ae") == "let x = 1\n")
  }
}
