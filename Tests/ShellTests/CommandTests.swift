import Language
import Shell
import TestSupport
import Testing

@Suite struct CommandTests {
  private let probe = SessionProbe(catalog: .sample)

  @Test(arguments: [
    ("sample", "1 none slow false"),
    ("sample 3", "3 none slow false"),
    ("sample count=4 rate=1e-3", "4 0.001 slow false"),
    ("sample 2.0 mode=fast loud=true", "2 none fast false".replacing("false", with: "true")),
    ("sample(2)", "2 none slow false"),
    ("let n = 2; sample n rate=(1/2)", "2 0.5 slow false"),
    ("let m = \"fast\"; sample mode=\"\\(m)\"", "1 none fast false"),
    ("words a.txt", "a.txt"),
    ("words dir/a.txt b 'c d'", "dir/a.txt|b|c d"),
    ("words \"\\(1 + 1).txt\"", "2.txt"),
    ("family", "family alone"),
    ("family own", "own"),
    ("family handed size=9", "family 9"),
    ("show 1 + 1, \"x\"", "2 x"),
    ("show", ""),
    ("show layer.0.weight", "42"),
    ("s", "1 none slow false"),
  ])
  func `gives its parameters what was written`(entry: String, line: String) {
    #expect(probe.enter(entry) == [line])
  }

  @Test(arguments: [
    ("sample 10", "value: sample's count must be a whole number from 0 to 9, not 10"),
    ("let n = 10; sample n", "value: sample's count must be a whole number from 0 to 9, not 10"),
    ("let n = 1.5; sample n", "value: sample's count must be a whole number from 0 to 9, not 1.5"),
    ("let n = \"x\"; sample n", "type: sample's count must be an integer, not a string"),
    ("let r = 0.0; sample rate=r", "value: sample's rate must be a number above 0, not 0.0"),
    ("let r = nan; sample rate=r", "value: sample's rate must be a number above 0, not nan"),
    ("sample loud=(1 + 1)", "type: sample's loud must be true or false, not an integer"),
    (
      "let m = \"quick\"; sample mode=(m)", "value: sample's mode must be fast or slow, not 'quick'"
    ),
    ("show layer.1.weight", "name: no parameter 'layer.1.weight'"),
  ])
  func `refuses what a parameter cannot take`(entry: String, error: String) {
    #expect(probe.enter(entry) == [])
    #expect(probe.error == error)
  }

  @Test func `keeps a result as the last value`() {
    probe.enter("sample 3")
    #expect(probe.enter("_.count + 1") == ["4"])
    #expect(probe.enter("show _") == ["4"])
  }

  @Test func `runs the statement inside another command`() {
    #expect(probe.enter("twice show \"a\"") == ["a", "a"])
  }

  @Test func `describes itself from its declaration`() throws {
    let description = try #require(Catalog.sample.description(of: "sample"))
    #expect(description.arguments.map(\.name) == ["count"])
    #expect(description.options.map(\.name) == ["rate", "mode", "loud"])
    #expect(description.options.map(\.fallback) == [nil, "slow", "false"])
    #expect(description.shape.options.map(\.name) == ["count", "rate", "mode", "loud"])
    #expect(Catalog.sample.command(forAlias: "s") == "sample")
  }
}
