import Language
import TestSupport
import Testing

/// Training with settings, data and surroundings at the edge of what is allowed.
@Suite struct TrainingFaultTests {
  private let probe = SmallSetup.probe()

  @Test(arguments: [
    ("batch 0", "value"), ("batch -1", "value"), ("model 784 0 3", "value"),
    ("model 784 -1", "value"),
    ("model 784 1000000000", "value"), ("model 784 1048576 1048576", "limit"),
    ("threads 0", "value"),
    ("threads 1000000", "value"), ("model 784 3 activation=softmax", "value"),
    ("model " + Array(repeating: "4", count: 10_000).joined(separator: " "), "limit"),
    ("optimizer adam lr=nan", "value"), ("optimizer adam lr=inf", "value"),
    ("optimizer adam lr=-1", "value"), ("optimizer adam beta1=1", "value"),
  ])
  func `F041 F042 refuses settings out of range and keeps the model`(entry: String, kind: String) {
    let before = probe.enter("model")
    probe.enter(entry)
    #expect(probe.recorder.diagnostics.first?.kind.rawValue == kind, "\(probe.error ?? "no error")")
    #expect(probe.enter("model") == before)
    #expect(probe.enter("batch") == ["batch 64 shuffle=true"])
  }

  @Test func `F041 a batch larger than the data is all of it, and a short last one counts as one`()
  {
    probe.enter("batch 100000; train 2")
    #expect(probe.enter("_.steps") == ["2"])
    probe.enter("batch 500; train 1")
    #expect(probe.enter("_.steps") == ["2"])
  }

  @Test func `F046 numbers at the edge of floats are shown and sorted by documented rules`() {
    #expect(
      probe.enter("tensor([nan, inf, -inf, -0.0, 3.4028235e38, 1e-45])")
        == ["tensor([nan, inf, -inf, -0, 3.4028235e+38, 1e-45])"]
    )
    for call in ["sort", "median", "argmax", "argmin", "max", "mean", "std"] {
      probe.enter("\(call)(tensor([1, nan, -inf, inf, 2]))")
      #expect(probe.error == nil, "\(call)")
    }
    probe.enter("inspect tensor([nan, nan]); inspect tensor([inf, -inf]); inspect zeros(0)")
    #expect(probe.recorder.diagnostics.allSatisfy { $0.kind != .internal })
  }

  @Test(arguments: [
    "LC_ALL=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8", "LC_ALL=C", "TZ=Pacific/Kiritimati",
    "LANG=xx_YY.bogus",
  ])
  func `F045 language and time zone change no output`(variable: String) {
    let script =
      SmallSetup.script
      + "step; print _.loss, 0.5, upper(\"i\"), 1234567.25; eval; inspect encoder.0.bias"
    let command = "env \"$2\" \"$AEREPL\" -e \"$1\""
    let plain = Program.shell(command, [script, "LC_ALL=C.UTF-8"])
    let other = Program.shell(command, [script, variable])
    #expect(plain.exit == .status(0))
    #expect(other.output == plain.output)
  }

  @Test func `F104 a question without anybody to ask is an error of the state`() {
    let result = Program.run(["-e", "input name"])
    #expect(result.exit == .status(1))
    #expect(result.errors.contains("there is nobody to ask"))
    let kind = Program.run(["-e", "try { input name } catch e { print e.kind }"])
    #expect(kind.output == "state\n")
  }

  @Test func `F111 a character of many marks takes linear time, and its length counts code points`()
  {
    let marks = String(repeating: "\u{301}", count: 400_000)
    let lines = probe.enter("let s = \"e\(marks)\"; print len(s), len(s[0:10]), len(upper(s))")
    #expect(lines == ["400001 10 400001"])
  }
}
