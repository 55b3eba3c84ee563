import Commands
import Language
import Shell
import TestSupport
import Testing

@Suite struct SetCommandTests {
  private let probe = SessionProbe()

  @Test func `prints what is in force, and stores what is chosen`() {
    #expect(probe.enter("set") == ["images auto"])
    for word in ["kitty", "iterm", "sixel", "blocks", "off", "auto"] {
      #expect(probe.enter("set images \(word)").isEmpty)
      #expect(probe.enter("set images") == ["images \(word)"])
    }
  }

  @Test func `tells the front end, and prints what that has to say`() {
    final class Host: SessionHost {
      var chosen: ImageDisplay?
      var lines: [String] = []
      func receive(_ event: Event) { if case .text(let text, _) = event { lines.append(text) } }
      func show(images: ImageDisplay) { chosen = images }
      func describeImages() -> String? { "as it likes" }
      func readLine(prompt: String) -> String? { nil }
      func runShell(_ command: String, interruption: Interruption) -> Int { 0 }
    }
    let host = Host()
    let session = Session(host: host, catalog: .standard)
    _ = session.run(SourceText(name: "", "set images sixel; set"), mode: .script)
    #expect(host.chosen == .sixel)
    #expect(host.lines == ["images sixel (as it likes)\n"])
  }

  @Test(arguments: [
    ("set images jpeg", "set images' display must be"), ("set pictures", "pictures"),
    ("set images off on", "takes 1 value"), ("set = 1", "'set' is a command"),
  ])
  func `refuses what there is not`(entry: String, error: String) {
    #expect(probe.enter(entry).isEmpty)
    #expect(probe.error?.contains(error) == true, "\(probe.error ?? "no error")")
    #expect(probe.enter("set images") == ["images auto"])
  }
}
