import Glibc
import TestSupport
import Testing

/// Faults as a whole run shows them: by each way in which a script can come, and in a pipe.
@Suite struct WholeRunTests {
  private let home = TemporaryDirectory()

  @Test(arguments: [
    (#""$AEREPL" "$1""#, "bad.ae"), (#""$AEREPL" < "$1""#, "<stdin>"),
    (#""$AEREPL" - < "$1""#, "<stdin>"), (#""$AEREPL" -e "$(cat "$1")""#, "<command>"),
  ])
  func `F013 an unknown command is found before anything runs`(command: String, name: String) {
    let path = home.write(Array("print \"one\"\ntrian 5\nprint \"two\"\n".utf8), to: "bad.ae")
    let result = Program.shell(command, [path])
    #expect(result.exit == .status(1))
    #expect(result.output == "")
    let place = name == "bad.ae" ? path : name
    #expect(
      result.errors == """
        \(place):2:1: error: unknown command 'trian'
          trian 5
          ^~~~~
        hint: did you mean 'train'?

        """
    )
  }

  @Test func `F013 at a prompt the lines before and after it run`() {
    let terminal = PseudoTerminal(["-q"], home: home)
    #expect(terminal.expect("ae> "))
    terminal.type("print 1 + 10\r")
    #expect(terminal.expect("11\r\n"))
    terminal.type("trian 5\r")
    #expect(terminal.expect("did you mean"))
    terminal.type("print 1 + 20\r")
    #expect(terminal.expect("21\r\n"))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test(arguments: [
    ("!false", "status 1"), ("!exit 7", "status 7"), ("!/no/such/program", "status 127"),
    ("!kill -9 $$", "signal 9"),
  ])
  func `F026 a shell line that fails ends a script with what became of it`(
    line: String,
    reason: String
  ) {
    let result = Program.run(["-e", "print 1\n\(line)\nprint 2"])
    #expect(result.exit == .status(1))
    #expect(result.output == "1\n")
    #expect(result.errors.contains(reason), "\(result.errors)")
  }

  @Test func `F094 a reader that has seen enough ends it silently by SIGPIPE`() {
    let command = #"{ "$AEREPL" -e 'for i in 0..10^9 { print i }'; echo "$?" >&2; } | head -1"#
    let result = Program.shell(command)
    #expect(result.exit == .status(0))
    #expect(result.output == "0\n")
    // The shell tells a death by signal 13 as 141.
    #expect(result.errors == "141\n")
  }

  @Test func `F094 a reader that has stopped reading does not keep SIGINT from ending it`() {
    let result = Program.shell(
      """
      mkfifo "$1/pipe"; sleep 60 < "$1/pipe" & s=$!
      env --default-signal=INT "$AEREPL" -e 'for i in 0..10^9 { print i }' > "$1/pipe" & p=$!
      sleep 1; a=$(date +%s%N); kill -INT $p; wait $p
      echo $? $(( ($(date +%s%N) - a) / 1000000 )); kill $s
      """,
      [home.path],
      within: 20
    )
    let numbers = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(numbers.first == 130, "\(result.output)")
    // 250 ms are promised on an idle machine; tests share theirs.
    #expect(numbers.last ?? .max < 1_000)
  }
}
