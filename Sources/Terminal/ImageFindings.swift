internal import Shell

/// What is known of how a terminal shows pictures.
struct ImageFindings: Equatable {
  /// The best way.
  var best: ImageDisplay

  /// Where that is known from.
  var source: String

  /// The colours of characters.
  var colors: CharacterColors

  /// The size of a cell in pixels, where it was told.
  var cell: SIMD2<Int>?

  /// The size of the text area in pixels, where it was told.
  var area: SIMD2<Int>?

  /// How many colours a sixel picture may have.
  var sixelColors = SixelImage.usualColors

  /// Concludes from the environment, and from answers where there are any.
  init(_ kind: TerminalKind, answers: [TerminalAnswer]?) {
    best = .blocks
    source = answers == nil ? "the terminal was not asked" : "the terminal has nothing better"
    var isInkLight = true
    var colors = kind.colors
    var name = ""
    var attributes: Set<Int>?
    var hasKitty = false
    for answer in answers ?? [] {
      switch answer {
      case .attributes(let found): attributes = found
      case .name(let found): name = found
      case .kitty(let isTaken): hasKitty = isTaken
      case .background(let red, let green, let blue):
        isInkLight = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
      case .colors(let isTrue): if colors == nil, isTrue { colors = .direct }
      case .cell(let width, let height): cell = SIMD2(width, height)
      case .area(let width, let height): area = SIMD2(width, height)
      case .sixelColors(let count): if count > 1 { sixelColors = min(count, 256) }
      }
    }
    if answers != nil, attributes == nil { source = "the terminal did not answer" }
    let hasITerm = ["iTerm2", "WezTerm"].contains { name.hasPrefix($0) }
    if hasKitty {
      (best, source) = (.kitty, "the terminal says that it has it")
    } else if hasITerm || (kind.hasITermImages && name.isEmpty) {
      (best, source) = (.iterm, hasITerm ? "the terminal is \(name)" : "by the environment")
    } else if attributes?.contains(4) ?? false {
      (best, source) = (.sixel, "the terminal says that it has them")
    }
    switch colors {
    case .some(.none), nil: self.colors = .none(isInkLight: isInkLight)
    case .some(let colors): self.colors = colors
    }
  }

  /// The first questions to a terminal of a kind.
  static func questions(to kind: TerminalKind) -> String {
    var text = ""
    // A multiplexer would take kitty's question for a new title of its window.
    if !kind.isMultiplexed { text += KittyImage.question }
    // XTVERSION, and the colour of the background.
    text += "\u{1B}[>q\u{1B}]11;?\u{1B}\\"
    // A colour of 24 bits, asked back by DECRQSS.
    if kind.colors == nil { text += "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[0m" }
    return text + "\u{1B}[c"
  }

  /// The questions that only a terminal that shows pixels is asked.
  static func questions(about display: ImageDisplay, knowsCells: Bool) -> String? {
    let size = knowsCells ? "" : "\u{1B}[14t\u{1B}[16t"
    // XTSMGRAPHICS: read the number of colour registers.
    let colors = display == .sixel ? "\u{1B}[?1;1;0S" : ""
    return size.isEmpty && colors.isEmpty ? nil : size + colors + "\u{1B}[c"
  }
}
