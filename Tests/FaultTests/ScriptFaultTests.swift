import TestSupport
import Testing

/// What is wrong in a script is told by kind and place, and leaves the session as it was.
@Suite struct ScriptFaultTests {
  private let probe = FaultProbe()

  @Test(arguments: [
    ("if 1 { }", "1:4", "'if' needs a bool, not an integer"),
    ("print \"a\" + 1", "1:11", "'+' does not work on a string and an integer"),
    ("kept(1)", "1:1", "a list cannot be called"),
    ("print sqrt()", "1:7", "sqrt() takes 1 argument, found 0"),
    ("print sqrt(1, 2)", "1:7", "sqrt() takes 1 argument"),
    ("own(1, 2)", "1:8", "own() takes 1 argument, not 2"),
  ])
  func `F019 a wrong type is told with what was expected`(
    script: String,
    place: String,
    message: String
  ) throws {
    let fault = try #require(probe.fault(of: script))
    #expect(fault.kind == "type")
    #expect(fault.place == place)
    #expect(fault.message.hasPrefix(message), "\(fault.message)")
  }

  @Test(arguments: [
    "zeros(1e9, 1e9);", "zeros(2^62, 4);", "arange(1e15);", "full([2^40], 1);", "rand(1e6, 1e6);",
    "for i in 0..1 { let text = \"ab\"; for j in 0..60 { text += text } }",
    "for i in 0..1 { let list = [1]; for j in 0..60 { list = list + list } }",
    "eye(1e8);",
  ])
  func `F020 what cannot fit is a limit before anything is allocated`(script: String) throws {
    let fault = try #require(probe.fault(of: script))
    #expect(fault.kind == "limit", "\(fault)")
  }

  @Test(arguments: [
    ("fmt(\"%n\", 1);", "value"), ("fmt(\"%1000000000d\", 1);", "limit"),
    ("fmt(\"%.1000000000f\", 1.5);", "limit"), ("fmt(\"%d\", \"x\");", "type"),
    ("fmt(\"%d %d\", 1);", "value"), ("fmt(\"%\", 1);", "value"),
  ])
  func `F028 a form that does not fit is refused`(script: String, kind: String) throws {
    let fault = try #require(probe.fault(of: script))
    #expect([kind, "value", "limit"].contains(fault.kind), "\(fault)")
  }

  @Test func `F028 what looks like a form is plain text`() throws {
    #expect(probe.enter("print \"%n %s %@ %p\"") == ["%n %s %@ %p"])
    #expect(try #require(probe.fault(of: "error \"%n %s %@ %p\"")).message == "%n %s %@ %p")
    #expect(Program.run(["-e", "error \"%n%s\""]).errors.contains("error: %n%s\n"))
  }

  @Test(arguments: [
    ("print zeros(2, 3) @ zeros(2, 3)", "1:19", "[2, 3] and [2, 3]"),
    ("print zeros(2, 3) + zeros(4)", "1:19", "[2, 3] and [4]"),
    ("print weights @ zeros(4)", "1:15", "[2, 3] and [4]"),
  ])
  func `F029 shapes that do not fit are named at the operator`(
    script: String,
    place: String,
    shapes: String
  ) throws {
    let fault = try #require(probe.fault(of: script))
    #expect(fault.kind == "shape")
    #expect(fault.place == place)
    #expect(fault.message.contains(shapes))
  }

  @Test func `F029 nothing has a sum and no mean`() throws {
    #expect(probe.enter("print sum(zeros(0, 3)), mean(zeros(0, 3))") == ["0.0 nan"])
    #expect(probe.enter("print zeros(0, 3) @ zeros(3, 2)").first?.contains("shape=[0, 2]") == true)
    #expect(try #require(probe.fault(of: "max(zeros(0, 3));")).message.contains("[0, 3]"))
  }

  @Test(arguments: [
    ("print kept[5]", "1:12", "index 5 is out of range, whose size is 2"),
    ("print kept[-3]", "1:12", "index -3 is out of range, whose size is 2"),
    ("print args[9]", "1:12", "index 9 is out of range, whose size is 0"),
    ("print sum(weights, axis=3)", "1:7", "axis 3 is out of range for a tensor of shape [2, 3]"),
  ])
  func `F030 an index out of range is told at the index`(
    script: String,
    place: String,
    message: String
  ) throws {
    let fault = try #require(probe.fault(of: script))
    #expect(fault.kind == "index")
    #expect(fault.place == place)
    #expect(fault.message.hasPrefix(message))
  }

  @Test func `F030 a slice has a step`() throws {
    #expect(try #require(probe.fault(of: "print kept[::0]")).kind == "value")
  }

  @Test(arguments: [
    "1 // 0", "1 % 0", "least // -1", "-least", "abs(least)", "9223372036854775807 + 1",
    "least - 1", "9223372036854775807 * 2", "2 ^ 63", "least * -1",
  ])
  func `F031 whole numbers that do not fit are errors`(expression: String) throws {
    probe.enter("let least = -9223372036854775807 - 1")
    let fault = try #require(probe.fault(of: "print " + expression))
    #expect(fault.kind == "arithmetic", "\(fault)")
    #expect(probe.enter("print 1.0 / 0, 0.0 / 0, -1.0 / 0") == ["inf nan -inf"])
  }

  @Test(arguments: ["nan", "inf", "1e300", "2.5"])
  func `F032 numbers that are no whole ones are refused before they are converted`(
    number: String
  ) throws {
    for use in [
      "zeros(\(number));", "print kept[\(number)]", "sum(weights, axis=\(number));",
      "seed \(number)", "train \(number)", "for i in 0..\(number) { }", "batch \(number)",
      "range(0, \(number));", "reshape(weights, \(number));", "topk(weights, \(number));",
      "train steps=\(number)", "step \(number)", "threads \(number)",
    ] {
      let fault = try #require(probe.fault(of: use))
      // A count so large may also be refused as more than can be.
      #expect(["value", "type", "limit", "index"].contains(fault.kind), "\(use): \(fault)")
    }
  }

  @Test(arguments: [
    ("name", "param(\"nowhere.weight\");"), ("type", "nil + 1"), ("value", "seed (0 - 1)"),
    ("shape", "zeros(2) + zeros(3)"), ("index", "kept[7]"), ("arithmetic", "1 // 0"),
    ("file", "source /missing.ae"), ("limit", "zeros(1e9, 1e9)"), ("state", "input answer"),
    ("user", "error \"mine\""), ("assertion", "assert 1 == 2"),
    ("data", "read x DIR/broken.npy"), ("syntax", "source DIR/broken.ae"),
    ("numeric", "train steps=50 lr=1e38"), ("network", "dataset mnist"),
  ])
  func `F033 each kind is seen in a catch block, and the script goes on`(
    kind: String,
    statement: String
  ) throws {
    probe.directory.write([], to: "broken.npy")
    probe.directory.write(Array("let = 1".utf8), to: "broken.ae")
    let statement = statement.replacing("DIR", with: probe.directory.path)
    // A proxy that is not there, so that nothing is looked up.
    let result = Program.run(
      ["-e", SmallSetup.script + "let kept = [1]", "-e"]
        + ["try { \(statement) } catch e { print e.kind }; print \"on\""],
      environment: ["https_proxy": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"],
      within: 20
    )
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(result.output.hasSuffix("\n\(kind)\non\n"), "\(result.output)")
    // A training that fails keeps its sound steps.
    if !["numeric", "network"].contains(kind) {
      #expect(try #require(probe.fault(of: statement)).kind == kind)
    }
  }

  @Test func `F033 an error in a catch block is an error`() {
    let result = Program.run(["-e", "try { 1 // 0 } catch e { error \"second\" }\nprint 1"])
    #expect(result.exit == .status(1))
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("<command>:1:26: error: second\n"))
  }

  @Test(arguments: [
    "func f() { quit 7 }\nf()", "for i in 0..3 { quit 7 }", "try { quit 7 } catch e { print 2 }",
    "source inner.ae",
  ])
  func `F034 quit leaves from anywhere, with all output and files written`(script: String) {
    let directory = probe.directory
    directory.write(Array("quit 7".utf8), to: "inner.ae")
    let text = "for i in 0..2000 { print i }\nsave a.npy zeros(3)\n\(script)\nprint \"not reached\""
    let result = Program.shell(#"cd "$1" && exec "$AEREPL" -e "$2""#, [directory.path, text])
    #expect(result.exit == .status(7))
    #expect(result.output.hasSuffix("1999\nsaved a.npy\n"))
    #expect(directory.names == ["a.npy", "inner.ae"])
  }

  @Test(arguments: [("quit 300", "value"), ("quit -1", "value"), ("quit \"x\"", "type")])
  func `F034 a status that is none is refused`(script: String, kind: String) throws {
    #expect(try #require(probe.fault(of: script)).kind == kind)
  }
}
