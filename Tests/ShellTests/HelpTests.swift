import Language
import Shell
import TestSupport
import Testing

@Suite struct HelpTests {
  private let probe = SessionProbe(catalog: .sample)

  @Test func `shows usage, parameters and examples of a command`() {
    #expect(
      probe.enter("?sample") == [
        "sample [COUNT] [rate=X] [mode=slow] [loud=false]",
        "",
        "Show what it was given.",
        "",
        "  count  How often. Takes a whole number from 0 to 9. Default: 1.",
        "  rate   A positive number. Takes a number above 0.",
        "  mode   How to go about it. Takes fast or slow. Default: slow.",
        "  loud   Whether to be loud. Takes true or false. Default: false.",
        "",
        "Examples:",
        "  sample 3 mode=fast",
      ]
    )
  }

  @Test func `lists variants with their usage`() {
    let lines = probe.enter("family?")
    #expect(lines.first == "family [own|handed]")
    #expect(lines.contains("  family handed [size=5]"))
  }

  @Test func `explains functions, variables and values`() {
    #expect(probe.enter("?sum").first == "sum(x, axis=nil)")
    #expect(probe.enter("?args").first == "args")
    #expect(probe.enter("let x = zeros(2, 3)\n?x") == ["x is a tensor: shape [2, 3]"])
  }

  @Test func `suggests a name where there is no help`() {
    probe.enter("?sampel")
    #expect(probe.error == "name: no help for 'sampel'")
    #expect(probe.recorder.diagnostics.first?.hint == "did you mean 'sample'?")
  }

  @Test func `the reference has every command and function`() {
    let text = Catalog.sample.reference
    for name in Catalog.sample.commandNames { #expect(text.contains("## \(name)\n")) }
    #expect(text.contains("| `zeros(…)` |"))
    #expect(text.contains("### family handed\n"))
  }
}
