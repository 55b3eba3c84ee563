internal import Shell

/// Shows pictures on a terminal in the best way that it has.
///
/// The terminal is asked what it can when the first picture is to be shown, and not before. It is a
/// class because it keeps the answers; it belongs to the session's thread.
public final class ImagePresenter {
  /// A picture as a terminal takes it.
  struct Drawing {
    /// What draws it from the cursor downwards, and leaves the cursor at the start of the line below.
    var bytes: [UInt8]

    /// The lines that it takes.
    var rows: Int

    /// What takes it away, before its lines are erased.
    var removal: [UInt8] = []
  }

  /// How pictures are to be shown.
  var display = ImageDisplay.auto {
    // Who chooses again may have another terminal in front of them.
    didSet { findings = nil }
  }

  private let kind: TerminalKind
  private let hasUnicode: Bool
  private let ask: (String) -> [TerminalAnswer]?
  private let measure: () -> Screen
  private var findings: ImageFindings?

  /// What kitty's pictures in series are called: few other programs will have the same.
  private let firstIdentifier = Int.random(in: 1...0x7FFF) << 16

  /// Creates a presenter.
  ///
  /// - Parameters:
  ///   - kind: What the environment says.
  ///   - hasUnicode: Whether there are block characters.
  ///   - ask: Asks the terminal; nil where it cannot be asked at present.
  ///   - measure: Returns the size of the window.
  init(
    _ kind: TerminalKind,
    hasUnicode: Bool,
    ask: @escaping (String) -> [TerminalAnswer]?,
    measure: @escaping () -> Screen
  ) {
    self.kind = kind
    self.hasUnicode = hasUnicode
    self.ask = ask
    self.measure = measure
  }

  /// The size of the window at present.
  var screen: Screen { measure() }

  /// How pictures are shown, in words.
  var description: String {
    let findings = find()
    switch (display, findings.best) {
    case (.off, _): return "one line for each picture"
    case (.auto, .blocks) where !hasUnicode:
      return "one line for each picture: the locale has no block characters"
    case (.auto, let best): return "\(best.rawValue): \(findings.source)"
    case (_, let best) where best == display || display == .blocks:
      return "auto would take \(best.rawValue)"
    case (_, let best): return "auto would take \(best.rawValue): \(findings.source)"
    }
  }

  /// Returns a picture as the terminal takes it; nil where it cannot show it.
  func draw(_ image: Image) -> Drawing? {
    guard display != .off else { return nil }
    let findings = find()
    let display = display == .auto ? findings.best : display
    let screen = screen(findings)
    if display == .blocks { return blocks(image, on: screen, findings.colors) }
    guard let area = screen.area(ofWidth: image.width, height: image.height) else { return nil }
    switch display {
    case .kitty:
      let identifier = image.series.map { firstIdentifier + $0.identifier & 0xFFFF }
      let sequence = KittyImage.sequence(
        png: image.png,
        area: area,
        knowsCells: screen.knowsCells,
        identifier: identifier
      )
      var drawing = Self.placed(sequence, rows: area.rows)
      drawing.removal = identifier.map { KittyImage.removal(identifier: $0) } ?? []
      return drawing
    case .iterm:
      return Self.placed(ITermImage.sequence(png: image.png, area: area), rows: area.rows)
    case .sixel:
      guard let raster = image.content?.pixels else { return nil }
      let sequence = SixelImage.sequence(of: raster, area: area, colors: findings.sixelColors)
      return Self.placed(sequence, rows: area.rows)
    case .auto, .blocks, .off: return nil
    }
  }

  private func blocks(
    _ image: Image,
    on screen: Screen,
    _ colors: CharacterColors
  ) -> Drawing? {
    guard hasUnicode, let content = image.content,
      let grid = BlockImage(content, colors: colors)?.grid(on: screen)
    else { return nil }
    return Drawing(bytes: Array(grid.text(colors).utf8), rows: grid.rows)
  }

  /// Returns what shows a picture of pixels and leaves the cursor below it.
  ///
  /// Terminals differ in where they leave the cursor. So the lines are made first, which scrolls if
  /// it must, and the cursor's place is kept (DECSC, DECRC) while the picture is drawn.
  private static func placed(_ sequence: [UInt8], rows: Int) -> Drawing {
    let before = String(repeating: "\n", count: rows) + "\u{1B}[\(rows)A\u{1B}7"
    let after = "\u{1B}8\u{1B}[\(rows)B\r"
    return Drawing(bytes: Array(before.utf8) + sequence + Array(after.utf8), rows: rows)
  }

  private func screen(_ findings: ImageFindings) -> Screen {
    var screen = measure()
    if !screen.knowsCells, let area = findings.area { screen.take(width: area.x, height: area.y) }
    if !screen.knowsCells, let cell = findings.cell { screen.take(cell: cell.x, cell.y) }
    return screen
  }

  /// Returns what is known of the terminal, which is asked at the first time.
  private func find() -> ImageFindings {
    if let findings { return findings }
    guard kind.isAskable else { return keep(ImageFindings(kind, answers: nil)) }
    // A bad moment is no answer: the next picture may ask.
    guard var answers = ask(ImageFindings.questions(to: kind)) else {
      return ImageFindings(kind, answers: nil)
    }
    let found = ImageFindings(kind, answers: answers)
    let method = display == .auto ? found.best : display
    let needsPixels = method != .blocks && method != .off
    let isAnswered = answers.contains { if case .attributes = $0 { true } else { false } }
    let knowsCells = measure().knowsCells
    if needsPixels, isAnswered,
      let more = ImageFindings.questions(about: method, knowsCells: knowsCells)
    {
      answers += (ask(more) ?? []).filter { if case .attributes = $0 { false } else { true } }
    }
    return keep(ImageFindings(kind, answers: answers))
  }

  private func keep(_ findings: ImageFindings) -> ImageFindings {
    self.findings = findings
    return findings
  }
}
