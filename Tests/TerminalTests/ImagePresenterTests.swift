import Shell
import Testing

@testable import Terminal

@Suite struct ImagePresenterTests {
  /// A terminal that gives the same answers to whatever it is asked.
  private final class Answering {
    var answers: [TerminalAnswer]?
    private(set) var questions: [String] = []

    init(_ answers: [TerminalAnswer]?) { self.answers = answers }

    func ask(_ question: String) -> [TerminalAnswer]? {
      questions.append(question)
      return answers
    }
  }

  private func presenter(
    _ terminal: Answering,
    _ environment: [String: String] = ["TERM": "xterm-256color"],
    color: ColorChoice = .auto,
    hasUnicode: Bool = true,
    screen: Screen = Screen(columns: 80, rows: 24)
  ) -> ImagePresenter {
    ImagePresenter(
      TerminalKind(environment: environment, color: color),
      hasUnicode: hasUnicode,
      ask: { terminal.ask($0) },
      measure: { screen }
    )
  }

  private func image(series: ImageSeries? = nil) throws -> Image {
    ImageSample.image(try ImageSample.discs(width: 160, height: 80), series: series)
  }

  private func way(_ bytes: [UInt8]?) -> String {
    guard let bytes else { return "none" }
    let text = String(decoding: bytes, as: UTF8.self)
    for (mark, name) in [("\u{1B}_G", "kitty"), ("\u{1B}]1337", "iterm"), ("\u{1B}P", "sixel")]
    where text.contains(mark) { return name }
    if text.contains("\u{1B}[38;2;") { return "direct" }
    if text.contains("\u{1B}[38;5;") { return "indexed" }
    return text.contains("\u{1B}") ? "escapes" : "plain"
  }

  private static let xterm = ["TERM": "xterm"]
  private static let sixels = TerminalAnswer.attributes([4, 22])
  private static let plain = TerminalAnswer.attributes([22])

  @Test(arguments: [
    ([TerminalAnswer.kitty(true), sixels], xterm, "kitty"),
    ([.kitty(false), sixels], xterm, "sixel"), ([sixels], xterm, "sixel"),
    ([.name("iTerm2 3.5.0"), sixels], xterm, "iterm"),
    ([.name("WezTerm 2024"), plain], xterm, "iterm"),
    // A variable that came from somewhere else does not count against the terminal's own word.
    ([.name("XTerm(379)"), plain], ["TERM": "xterm", "LC_TERMINAL": "iTerm2"], "plain"),
    ([plain], ["TERM": "xterm", "LC_TERMINAL": "iTerm2"], "iterm"),
    ([plain], ["TERM": "xterm", "TERM_PROGRAM": "WezTerm", "TMUX": "x"], "plain"),
    ([plain], ["TERM": "xterm", "COLORTERM": "truecolor"], "direct"),
    ([plain], ["TERM": "xterm-256color"], "indexed"), ([plain], xterm, "plain"),
    ([.colors(isTrue: true), plain], xterm, "direct"),
    ([.colors(isTrue: false), plain], xterm, "plain"),
    ([plain], ["TERM": "xterm-256color", "COLORTERM": "24bit", "NO_COLOR": "1"], "plain"),
    ([], ["TERM": "xterm-256color"], "indexed"), ([sixels], ["TERM": "tmux-256color"], "sixel"),
  ])
  func `the terminal gets the best of what it says that it can`(
    answers: [TerminalAnswer],
    environment: [String: String],
    expected: String
  ) throws {
    let terminal = Answering(answers)
    let presenter = presenter(terminal, environment)
    #expect(terminal.questions.isEmpty, "nothing is asked before a picture is there")
    #expect(way(presenter.draw(try image())?.bytes) == expected)
    let count = terminal.questions.count
    _ = presenter.draw(try image())
    #expect(terminal.questions.count == count, "it is asked once")
    for question in terminal.questions { #expect(question.hasSuffix("\u{1B}[c")) }
  }

  @Test(arguments: ["linux", "vt220", "eterm-color", "ansi"])
  func `a simple terminal is not asked, and gets blocks without colours`(name: String) throws {
    let terminal = Answering([.kitty(true)])
    #expect(way(presenter(terminal, ["TERM": name]).draw(try image())?.bytes) == "plain")
    #expect(terminal.questions.isEmpty)
  }

  @Test(arguments: [["TMUX": "/tmp/x"], ["STY": "1.x"], ["TERM": "screen-256color"]])
  func `a multiplexer is not asked what it would take for a title`(
    variables: [String: String]
  ) throws {
    let terminal = Answering([Self.plain])
    let environment = ["TERM": "xterm-256color"].merging(variables) { $1 }
    #expect(way(presenter(terminal, environment).draw(try image())?.bytes) == "indexed")
    #expect(terminal.questions.count == 1)
    #expect(terminal.questions.first?.contains("\u{1B}_") == false)
  }

  @Test(arguments: [
    (ImageDisplay.kitty, "kitty"), (.iterm, "iterm"), (.sixel, "sixel"), (.blocks, "indexed"),
    (.off, "none"), (.auto, "indexed"),
  ])
  func `what the user chooses is done`(display: ImageDisplay, expected: String) throws {
    let presenter = presenter(Answering([Self.plain]))
    presenter.display = display
    #expect(way(presenter.draw(try image())?.bytes) == expected)
  }

  @Test func `at a bad moment blocks are shown, and the next picture asks`() throws {
    let terminal = Answering(nil)
    let presenter = presenter(terminal)
    #expect(way(presenter.draw(try image())?.bytes) == "indexed")
    terminal.answers = [Self.sixels]
    #expect(way(presenter.draw(try image())?.bytes) == "sixel")
  }

  @Test func `sizes and colours are asked of those who show pixels, and used`() throws {
    let terminal = Answering([Self.sixels, .cell(width: 10, height: 20), .sixelColors(4)])
    let presenter = presenter(terminal, screen: Screen(columns: 11, rows: 24))
    let drawing = try #require(presenter.draw(try image()))
    let text = String(decoding: drawing.bytes, as: UTF8.self)
    #expect(terminal.questions.last == "\u{1B}[14t\u{1B}[16t\u{1B}[?1;1;0S\u{1B}[c")
    // Ten columns would be 2.5 rows, nine are nearly two.
    #expect(text.contains("\"1;1;90;40#"))
    #expect(text.contains("#3;2;") && !text.contains("#4;2;"))
  }

  @Test func `the cursor comes to the line below, wherever the terminal leaves it`() throws {
    let drawing = try #require(presenter(Answering([Self.sixels])).draw(try image()))
    let text = String(decoding: drawing.bytes, as: UTF8.self)
    #expect(drawing.rows == 5)
    #expect(text.hasPrefix("\n\n\n\n\n\u{1B}[5A\u{1B}7\u{1B}P0;1;0q\"1;1;160;80#0"))
    #expect(text.hasSuffix("\u{1B}\\\u{1B}8\u{1B}[5B\r"))
  }

  @Test func `blocks need their characters, and a picture needs room`() throws {
    let terminal = Answering([Self.plain])
    #expect(presenter(terminal, hasUnicode: false).draw(try image()) == nil)
    for (columns, rows) in [(1, 1), (4, 24), (80, 2)] {
      for answers in [[Self.plain], [Self.sixels], [.kitty(true), Self.plain]] {
        let screen = Screen(columns: columns, rows: rows)
        #expect(presenter(Answering(answers), screen: screen).draw(try image()) == nil)
      }
    }
  }

  @Test func `the background decides what light and dark are without colours`() throws {
    let white = try ImageSample.raster(width: 160, height: 80) { _, _ in [255, 255, 255] }
    let environment = ["TERM": "xterm-256color", "NO_COLOR": "1"]
    for (level, character) in [(0.0, "█"), (1.0, " ")] {
      let background = TerminalAnswer.background(red: level, green: level, blue: level)
      let presenter = presenter(Answering([background, Self.plain]), environment)
      let drawing = try #require(presenter.draw(ImageSample.image(white)))
      #expect(String(decoding: drawing.bytes, as: UTF8.self).hasPrefix(character))
    }
  }
}
