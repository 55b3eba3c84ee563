import Glibc
import Language
import Shell
import Testing

@testable import Terminal

/// A renderer whose two channels lead into one pipe, so that the order is seen.
private final class Recording {
  var time: UInt64 = 1_000_000_000_000
  private var ends: [Int32] = [0, 0]
  private let capability: TerminalCapability
  private(set) lazy var renderer = TerminalRenderer(
    output: OutputChannel(ends[1]),
    errors: OutputChannel(ends[1]),
    capability: capability,
    now: { [unowned self] in time }
  )

  init(_ capability: TerminalCapability) {
    self.capability = capability
    pipe(&ends)
  }

  deinit { for end in ends { close(end) } }

  /// Returns what was written since the last call.
  func written() -> String {
    renderer.flush()
    var text: [UInt8] = []
    var entry = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, 0) > 0 {
      var block = [UInt8](repeating: 0, count: 4096)
      text += block[..<read(ends[0], &block, block.count)]
    }
    return String(decoding: text, as: UTF8.self)
  }
}

@Suite struct TerminalRendererTests {
  private static var terminal: TerminalCapability {
    var capability = TerminalCapability()
    capability.isTerminal = true
    capability.hasEscapeSequences = true
    capability.fixedWidth = 60
    return capability
  }

  private let pipe = Recording(TerminalCapability())
  private let terminal = Recording(Self.terminal)

  private static let table = Table(
    columns: [.init("layer"), .init("parameters", .right)],
    rows: [["linear 784", "100480"], ["überall 漢字", "51"], ["", "7"]],
    footer: "total 100538"
  )

  private func progress(_ done: Int, title: String = "epoch 1/2", finished: Bool = false) -> Event {
    .progress(
      Progress(
        identifier: 1,
        title: title,
        completed: done,
        total: 469,
        unit: "batch",
        figures: ["loss 0.2500"],
        secondsLeft: 61.2,
        isFinished: finished
      )
    )
  }

  @Test func `a pipe gets text, values, pages and captions as lines`() {
    for event: Event in [
      .text("a\n", .output), .value("[1, 2]"), .page("help\n"), .page("more"), .clear,
      .image(Image(png: [1], width: 2, height: 2, caption: "recon, 2 x 2 pixels")),
    ] { pipe.renderer.receive(event) }
    #expect(pipe.written() == "a\n[1, 2]\nhelp\nmore\nrecon, 2 x 2 pixels\n")
  }

  @Test func `both streams keep the order in which things happened`() {
    for number in 0..<5 {
      pipe.renderer.receive(.text("o\(number)\n", .output))
      pipe.renderer.receive(.text("e\(number)\n", .error))
    }
    #expect(pipe.written() == "o0\ne0\no1\ne1\no2\ne2\no3\ne3\no4\ne4\n")
  }

  @Test func `a table is tab-separated in a pipe`() {
    pipe.renderer.receive(.table(Self.table))
    #expect(
      pipe.written() == """
        layer\tparameters
        linear 784\t100480
        überall 漢字\t51
        \t7
        total 100538

        """
    )
  }

  @Test func `a table is aligned on a terminal, wide characters counted`() {
    terminal.renderer.receive(.table(Self.table))
    #expect(
      terminal.written() == """
        layer         parameters
        linear 784        100480
        überall 漢字          51
                               7
        total 100538

        """
    )
  }

  @Test func `F097 a pipe gets nothing of progress`() {
    pipe.renderer.receive(progress(1))
    pipe.renderer.receive(progress(2, finished: true))
    #expect(pipe.written() == "")
  }

  @Test func `progress is one line, erased before other output`() {
    terminal.renderer.receive(progress(234))
    terminal.renderer.receive(.text("x\n", .output))
    #expect(
      terminal.written()
        == "\repoch 1/2  ####......  234/469 batch  loss 0.2500  ETA 1:02\u{1B}[K\r\u{1B}[Kx\n"
    )
  }

  @Test func `progress is drawn at most ten times a second`() {
    for number in 0..<1000 {
      terminal.renderer.receive(progress(number))
      terminal.time += 1_000_000
    }
    #expect(terminal.written().split(separator: "\r").filter { $0.hasPrefix("epoch") }.count == 10)
  }

  @Test func `progress goes away when it is finished`() {
    terminal.renderer.receive(progress(1))
    terminal.renderer.receive(progress(469, finished: true))
    #expect(terminal.written().hasSuffix("\r\u{1B}[K"))
    terminal.renderer.receive(progress(469, finished: true))
    #expect(terminal.written() == "")
  }

  @Test(arguments: [1, 5, 12, 30, 40, 60])
  func `a progress line never exceeds its width`(_ width: Int) {
    guard case .progress(let progress) = progress(100, title: "漢字漢字漢字") else { return }
    let line = ProgressLine(progress, hasUnicode: true).text(width: width)
    #expect(line.displayWidth <= width)
  }

  @Test func `a diagnostic begins on a line of its own`() {
    terminal.renderer.receive(.text("half", .output))
    terminal.renderer.receive(.diagnostic(Diagnostic(.name, "unknown variable 'x'")))
    #expect(terminal.written().hasPrefix("half\n"))
  }

  @Test func `the terminal's own echo of Ctrl-C goes away`() {
    terminal.renderer.receive(.diagnostic(Diagnostic(.interrupted, "interrupted")))
    #expect(terminal.written().hasPrefix("\r\u{1B}[K"))
    pipe.renderer.receive(.diagnostic(Diagnostic(.interrupted, "interrupted")))
    #expect(!pipe.written().contains("\u{1B}"))
  }

  @Test(arguments: [
    ("\u{1B}]0;x\u{7}", #"\x1b]0;x\x07"#), ("a\rb", #"a\x0db"#), ("\u{9B}2J", #"\x9b2J"#),
    ("a\tb\nc", "a\tb\nc"),
  ])
  func `F106 control characters are shown, not sent`(_ text: String, _ shown: String) {
    for recording in [pipe, terminal] {
      recording.renderer.receive(.text(text + "\n", .output))
      recording.renderer.receive(.text(text + "\n", .error))
      #expect(recording.written() == shown + "\n" + shown + "\n")
    }
  }

  @Test func `F106 cells and titles cannot break their line`() {
    let table = Table(columns: [.init("a\nb")], rows: [["c\td\u{1B}"]])
    pipe.renderer.receive(.table(table))
    #expect(pipe.written() == "a\\nb\nc\\td\\x1b\n")
    terminal.renderer.receive(progress(1, title: "a\u{1B}[2J\n"))
    #expect(!terminal.written().dropLast(3).contains("\u{1B}[2J"))
  }

  @Test func `clear wipes a terminal, but not one without escape sequences`() {
    terminal.renderer.receive(.clear)
    #expect(terminal.written() == "\u{1B}[H\u{1B}[2J\u{1B}[3J")
    var plain = Self.terminal
    plain.hasEscapeSequences = false
    let recording = Recording(plain)
    recording.renderer.receive(.clear)
    recording.renderer.receive(progress(1))
    #expect(recording.written() == "")
  }
}
