import Glibc
import TestSupport
import Testing

@Suite struct CommandLineTests {
  @Test(arguments: [
    ["--bogus"], ["--threads"], ["--threads", "0"], ["--seed", "-1"], ["--color", "blue"], ["-x"],
  ])
  func `F012 wrong use is status 2 with the usage on stderr`(_ arguments: [String]) {
    let result = Program.run(arguments)
    #expect(result.exit == .status(2))
    #expect(result.output == "")
    #expect(result.errors.contains("Usage: aerepl"))
  }

  @Test(arguments: [
    (["--seed", "-1"], "'--seed' takes a whole number from 0 to 18446744073709551615, not '-1'"),
    (["--seed=x"], "'--seed' takes a whole number from 0 to 18446744073709551615, not 'x'"),
    (["--threads", "65"], "'--threads' takes a whole number from 1 to 64, not '65'"),
    (["--threads", "-3"], "'--threads' takes a whole number from 1 to 64, not '-3'"),
  ])
  func `F012 a number out of range is named with the range`(_ words: [String], _ message: String) {
    let result = Program.run(words + ["-e", "print 1"])
    #expect(result.exit == .status(2))
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: \(message)\n"))
  }

  @Test func `the largest numbers of the command line are taken as they are`() {
    let result = Program.run(["--threads", "64", "--seed", "\(UInt64.max)", "-e", "threads"])
    #expect(result.output == "threads 64\n")
  }

  @Test func `F012 a script that cannot be read is status 2`() {
    let directory = TemporaryDirectory()
    for (path, reason) in [
      (directory.file("missing\u{1B}.ae"), "no such file or directory"),
      (directory.path, "is a directory"), ("", "no such file or directory"),
    ] {
      let result = Program.run([path])
      #expect(result.exit == .status(2))
      #expect(result.output == "")
      #expect(result.errors.hasPrefix("aerepl: cannot read '"))
      #expect(result.errors.hasSuffix(reason + "\n"))
      #expect(!result.errors.contains("\u{1B}"))
    }
  }

  @Test(arguments: [["--help"], ["-h"], ["--version"], ["-q", "--help"]])
  func `help and version are results`(_ arguments: [String]) {
    let result = Program.run(arguments)
    #expect(result.exit == .status(0))
    #expect(!result.output.isEmpty)
    #expect(result.errors == "")
  }

  @Test(arguments: [
    [], ["-"], ["-e", ""], ["-e", "", "--", "-x", "--help"], ["-e", "", "a", "-x"],
    ["-iq", "-e", "#"],
  ])
  func `F001 an empty script succeeds without output`(_ arguments: [String]) {
    let result = Program.run(arguments)
    #expect(result.exit == .status(0))
    #expect(result.output + result.errors == "")
  }

  @Test func `a script's words are its own`() {
    let script = TemporaryDirectory().write([], to: "script.ae")
    #expect(Program.run([script, "--help", "-x", "--threads"]).exit != .status(0))
  }

  @Test func `F109 a script's path is its bytes`() {
    let command =
      #"d=$(mktemp -d); n="$d/$(printf '\377').ae"; : > "$n"; "$AEREPL" "$n"; s=$?; rm -r "$d"; exit $s"#
    #expect(Program.shell(command).exit == .status(0))
  }

  @Test func `F005 an endless script is refused at once`() {
    for command in [#""$AEREPL" /dev/zero"#, #""$AEREPL" < /dev/zero"#] {
      let result = Program.shell(command, within: 5)
      #expect(result.exit == .status(1))
      #expect(result.errors.contains("a script has at most 64 MiB"))
    }
  }

  @Test func `F095 closed descriptors do not matter until they are needed`() {
    #expect(Program.shell(#""$AEREPL" <&-"#).exit == .status(0))
    #expect(Program.shell(#""$AEREPL" -e "" >&-"#).exit == .status(0))
    #expect(Program.shell(#""$AEREPL" --version >&-"#).exit == .status(1))
    #expect(Program.shell(#""$AEREPL" --version > /dev/full"#).exit == .status(1))
    #expect(Program.shell(#""$AEREPL" /missing 2>&-"#).exit == .status(2))
    #expect(Program.shell(#""$AEREPL" -e 'eprint 1' 2> /dev/full"#).exit == .status(1))
  }

  @Test(arguments: [("INT", SIGINT), ("TERM", SIGTERM), ("HUP", SIGHUP)])
  func `F092 a signal ends the program while it reads a script`(_ name: String, _ signal: Int32) {
    // The shell reports a death by signal as 128 + N.
    let command = """
      mkfifo "$HOME/p"; sleep 9 > "$HOME/p" & w=$!
      env --default-signal=INT "$AEREPL" < "$HOME/p" & p=$!
      sleep 0.3; kill -\(name) $p; wait $p; s=$?; kill $w; exit $s
      """
    #expect(Program.shell(command).exit == .status(128 + signal))
  }

  @Test func `F093 a signal that was ignored at the start stays ignored`() {
    let command = """
      mkfifo "$HOME/p"; sleep 9 > "$HOME/p" & w=$!; trap "" HUP INT
      "$AEREPL" < "$HOME/p" & p=$!
      sleep 0.3; kill -HUP $p; kill -INT $p; sleep 0.2; kill -TERM $p; wait $p; s=$?; kill $w; exit $s
      """
    #expect(Program.shell(command).exit == .status(143))
  }
}
