import Dispatch
import Foundation
import Language
import Shell
import TestSupport
import Testing

@Suite struct InterruptionTests {
  /// What is made ready first, and an operation of a second or more.
  private static let operations = [
    ("let a = rand(2000, 4000)", "a @ reshape(a, 4000, 2000) @ a"),
    ("let a = rand(30000000)", "sort(a)"),
    ("let a = rand(30000000)", "topk(a, 3)"),
    ("let a = rand(30000000)", "median(a)"),
    ("let a = rand(30000000)", "a ^ 1.5 + a ^ 0.5 + a ^ 2.5"),
    ("", "randn(30000000)"),
  ]

  /// Runs an entry that is interrupted a moment after it began; returns its outcome and how long it
  /// went on, in seconds.
  private func interrupted(_ entry: String, in probe: SessionProbe) -> (error: String?, Double) {
    let interruption = probe.session.interruption
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.05)
      interruption.request()
    }
    let start = DispatchTime.now().uptimeNanoseconds
    probe.enter(entry)
    return (probe.error, Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 - 0.05)
  }

  @Test(arguments: operations)
  func `a long operation ends at once, without a value`(setup: String, code: String) {
    let probe = SessionProbe()
    probe.enter(setup)
    let (error, seconds) = interrupted("let b = \(code)", in: probe)
    #expect(error == "interrupted: interrupted")
    // A piece takes milliseconds; the rest is for a machine with more to do.
    #expect(seconds < 2)
    #expect(!probe.session.variables.contains { $0.name.text == "b" })
  }

  /// Commands that load, read, save or draw, and what is made ready for them.
  private static let commands = [
    ("", "dataset digits"),
    ("let a = rand(2000000)", "save DIR/a.csv a"),
    ("let a = rand(2000000)", "plot a"),
    ("let a = rand(2000000)", "plot a style=dots"),
    ("let a = rand(4000000)", "plot hist a"),
    ("let a = rand(200000)\nsave DIR/a.csv a", "read b DIR/a.csv"),
    ("let a = rand(6000000)\nsave DIR/a.npy a", "read b DIR/a.npy"),
    ("let a = rand(200000, 20)\nsave DIR/a.npy a", "dataset npy DIR/a.npy"),
  ]

  @Test(arguments: commands)
  func `a long command ends soon and leaves the session and the files as they were`(
    setup: String,
    code: String
  ) {
    let directory = TemporaryDirectory()
    let probe = SessionProbe()
    func inside(_ text: String) -> String {
      text.replacingOccurrences(of: "DIR", with: directory.path)
    }
    probe.enter(inside(setup))
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    let names = probe.session.variables.map(\.name)
    let (error, seconds) = interrupted(inside(code), in: probe)
    #expect(error == "interrupted: interrupted")
    // Unoptimised, a piece may take a tenth of a second.
    #expect(seconds < 2)
    #expect(probe.session.variables.map(\.name) == names)
    #expect(probe.enter("dataset").isEmpty || probe.error != nil)
    #expect((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) == files)
  }

  @Test func `random numbers that were stopped are drawn by the next call`() {
    let probe = SessionProbe()
    probe.enter("seed 3")
    let expected = probe.enter("randn(3)")
    probe.enter("seed 3")
    #expect(interrupted("randn(30000000)", in: probe).error != nil)
    #expect(probe.enter("randn(3)") == expected)
  }

  @Test func `an assignment that was stopped changes no element`() {
    let probe = SessionProbe()
    probe.enter("let a = zeros(30000000)")
    #expect(interrupted("a[:] = randn(30000000)", in: probe).error != nil)
    #expect(probe.enter("any(a)") == ["false"])
  }
}
