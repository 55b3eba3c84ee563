import Glibc
import Language
import Shell
import Testing

@testable import Terminal

@Suite struct LivePictureTests {
  /// A renderer with a terminal of sixels, or without one, that writes into a pipe.
  private final class Recording {
    let presenter: ImagePresenter
    let renderer: TerminalRenderer
    private var ends: [Int32] = [0, 0]

    init(isTerminal: Bool = true, answers: [TerminalAnswer] = [.attributes([4])]) {
      pipe(&ends)
      let box = ScreenBox()
      presenter = ImagePresenter(
        TerminalKind(environment: ["TERM": "xterm-256color"], color: .auto),
        hasUnicode: true,
        ask: { _ in answers },
        measure: { box.screen }
      )
      self.box = box
      var capability = TerminalCapability()
      capability.isTerminal = isTerminal
      capability.hasEscapeSequences = isTerminal
      capability.fixedWidth = 60
      renderer = TerminalRenderer(
        output: OutputChannel(ends[1]),
        errors: OutputChannel(ends[1]),
        capability: capability,
        images: presenter
      )
    }

    deinit { for end in ends { close(end) } }

    private let box: ScreenBox

    func resize(_ screen: Screen) { box.screen = screen }

    /// What was written, with each picture in short.
    func written() -> String {
      renderer.flush()
      var text: [UInt8] = []
      var entry = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
      while poll(&entry, 1, 0) > 0 {
        var block = [UInt8](repeating: 0, count: 4096)
        text += block[..<read(ends[0], &block, block.count)]
      }
      return String(decoding: text, as: UTF8.self)
        .replacing(/\u{1B}P[^\u{1B}]*#1;2;(\d+);[^\u{1B}]*\u{1B}\\/) { "<\($0.1)>" }
        .replacing("\u{1B}", with: "^")
    }
  }

  /// The size of a window that changes.
  private final class ScreenBox {
    var screen = Screen(columns: 60, rows: 24)
  }

  /// A picture two lines high, told from others by its second colour.
  private func image(
    _ percent: Int,
    series: Int? = 1,
    isFinished: Bool = false
  ) throws -> Event {
    let raster = try ImageSample.raster(width: 32, height: 32) { x, _ in
      x == 0 ? [0, 0, 0] : [UInt8(percent * 255 / 100), 255, 255]
    }
    return .image(
      ImageSample.image(
        raster,
        png: [UInt8(percent)],
        series: series.map { ImageSeries(identifier: $0, isFinished: isFinished) }
      )
    )
  }

  private let terminal = Recording()
  private let shown = "\n\n^[2A^7<40>^8^[2B\r"

  @Test func `a picture of a series takes the place of the one before, lines go above it`() throws {
    terminal.renderer.receive(.text("one\n", .output))
    terminal.renderer.receive(try image(40))
    terminal.renderer.receive(.text("two\n", .output))
    terminal.renderer.receive(try image(60))
    terminal.renderer.receive(try image(60, isFinished: true))
    terminal.renderer.receive(.text("three\n", .output))
    let second = shown.replacing("<40>", with: "<60>")
    #expect(
      terminal.written()
        == "one\n\(shown)^[?2026h^[2A^[Jtwo\n\(second)^[?2026lthree\n"
    )
  }

  @Test func `kitty's picture is taken away before its lines are`() throws {
    let terminal = Recording(answers: [.kitty(true), .attributes([])])
    terminal.renderer.receive(try image(40))
    terminal.renderer.receive(try image(60))
    let text = terminal.written()
    let identifiers = text.matches(of: /i=(\d+)/).map { $0.1 }
    #expect(identifiers.count == 3 && Set(identifiers).count == 1)
    #expect(text.contains("^[2A^_Ga=d,d=I,i="))
  }

  @Test func `in a window that has changed nothing is drawn over`() throws {
    terminal.renderer.receive(try image(40))
    terminal.resize(Screen(columns: 50, rows: 24))
    terminal.renderer.receive(try image(60))
    #expect(!terminal.written().contains("^[J"))
  }

  @Test func `what comes between pictures and is no line stays below`() throws {
    terminal.renderer.receive(try image(40))
    terminal.renderer.receive(.text("two\n", .output))
    terminal.renderer.receive(.diagnostic(Diagnostic(.value, "no", hint: nil)))
    terminal.renderer.receive(try image(60))
    let text = terminal.written()
    #expect(text.hasPrefix(shown + "two\nerror: no\n"))
    #expect(!text.contains("^[J"))
  }

  @Test func `pictures of their own stay`() throws {
    terminal.renderer.receive(try image(40, series: nil))
    terminal.renderer.receive(try image(40, series: nil))
    terminal.renderer.receive(try image(40, series: 2))
    #expect(terminal.written() == shown + shown + shown)
  }

  @Test func `a pipe gets one line of a series, and no escape sequence`() throws {
    let pipe = Recording(isTerminal: false)
    for percent in [40, 50, 60] {
      pipe.renderer.receive(.text("epoch\n", .output))
      pipe.renderer.receive(try image(percent))
    }
    pipe.renderer.receive(try image(60, isFinished: true))
    #expect(pipe.written() == "epoch\nepoch\nepoch\nwhat was drawn\n")
    pipe.renderer.show(images: .kitty)
    pipe.renderer.receive(try image(60, series: nil))
    #expect(pipe.written() == "what was drawn\n")
    #expect(pipe.renderer.describeImages() == nil)
  }

  @Test func `where pictures are off there is one line of a series, too`() throws {
    terminal.renderer.show(images: .off)
    terminal.renderer.receive(try image(40))
    terminal.renderer.receive(try image(40, isFinished: true))
    #expect(terminal.written() == "what was drawn\n")
  }
}
