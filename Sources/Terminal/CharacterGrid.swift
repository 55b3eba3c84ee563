internal import Language
internal import Shell

/// A rectangle of characters in colours, as a terminal shows it.
struct CharacterGrid: Equatable {
  /// A red, green and blue.
  typealias RGB = SIMD3<UInt8>

  /// One place.
  struct Cell: Equatable {
    /// The character; empty where the one before takes two columns.
    var character = " "

    /// Its colour; nil for the terminal's own.
    var ink: RGB?

    /// The colour behind it; nil for the terminal's own.
    var ground: RGB?

    /// Whether it belongs to a text.
    var isText = false
  }

  /// The columns.
  let columns: Int

  /// The rows.
  let rows: Int

  /// The cells, row after row.
  var cells: [Cell]

  /// Creates a grid of one cell again and again.
  init(columns: Int, rows: Int, filledWith cell: Cell = Cell()) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: cell, count: columns * rows)
  }

  /// Writes a text from a place to the right, cut where the grid ends.
  ///
  /// It is left out where it would touch another one.
  mutating func write(_ text: String, column: Int, row: Int, ink: RGB?) {
    let fitting = DisplayWidth.prefix(of: TerminalText.escaped(text), columns: columns)
    let width = DisplayWidth.columns(of: fitting)
    let start = min(max(column, 0), columns - width)
    let range = start..<start + width
    guard width > 0, (0..<rows).contains(row), isFree(row: row, columns: range) else { return }
    var place = row * columns + start
    for scalar in fitting.unicodeScalars {
      if scalar.displayWidth == 0, place > row * columns + start {
        cells[place - 1].character.unicodeScalars.append(scalar)
      }
      for offset in 0..<scalar.displayWidth {
        cells[place].put(offset == 0 ? String(scalar) : "", ink: ink)
        place += 1
      }
    }
  }

  /// Writes a text from a place downwards, a letter a row, or one or two columns beside it.
  ///
  /// It is left out where it has no room.
  mutating func writeDownwards(_ text: String, column: Int, row: Int, ink: RGB?) {
    let letters = TerminalText.escaped(text).unicodeScalars.filter { $0.displayWidth == 1 }
    guard letters.count <= rows else { return }
    let start = min(max(row, 0), rows - letters.count)
    let free = [column, column - 1, column - 2, column + 1].first { column in
      (0..<columns).contains(column)
        && (start..<start + letters.count).allSatisfy { row in
          isFree(row: row, columns: column..<column + 1)
        }
    }
    guard let free else { return }
    for (offset, letter) in letters.enumerated() {
      cells[(start + offset) * columns + free].put(String(letter), ink: ink)
    }
  }

  /// Whether no text stands in some columns of a row or beside them.
  private func isFree(row: Int, columns range: Range<Int>) -> Bool {
    let around = max(range.lowerBound - 1, 0)..<min(range.upperBound + 1, columns)
    return around.allSatisfy { !cells[row * columns + $0].isText }
  }
}

extension CharacterGrid.Cell {
  /// Puts a letter in the place of a block, on the colour that most of the cell had.
  fileprivate mutating func put(_ letter: String, ink: CharacterGrid.RGB?) {
    if BlockGlyph.fillsMost.contains(character) { ground = self.ink }
    (character, self.ink, isText) = (letter, ink, true)
  }
}

/// How many colours a terminal's characters may have.
enum CharacterColors: Equatable {
  /// Any, by 24 bits.
  case direct
  /// The 256 of xterm.
  case indexed
  /// Its own two only; whether its ink is lighter than its ground.
  case none(isInkLight: Bool)
}

extension CharacterGrid {
  /// Returns the grid as lines, each of which leaves the terminal's colours as they were.
  func text(_ colors: CharacterColors) -> String {
    var result = ""
    for row in 0..<rows {
      var (ink, ground) = (RGB?.none, RGB?.none)
      for cell in cells[row * columns..<(row + 1) * columns] where !cell.character.isEmpty {
        // Nobody sees the colour of a blank.
        let wanted = cell.character == " " ? ink : cell.ink
        if wanted != ink { result += Self.code(wanted, base: 38, colors) }
        if cell.ground != ground { result += Self.code(cell.ground, base: 48, colors) }
        (ink, ground) = (wanted, cell.ground)
        result += cell.character
      }
      if ink != nil || ground != nil, colors.hasAny { result += "\u{1B}[0m" }
      result += "\n"
    }
    return result
  }

  private static func code(_ color: RGB?, base: Int, _ colors: CharacterColors) -> String {
    guard colors.hasAny else { return "" }
    guard let color else { return "\u{1B}[\(base + 1)m" }
    return colors == .direct
      ? "\u{1B}[\(base);2;\(color.x);\(color.y);\(color.z)m"
      : "\u{1B}[\(base);5;\(index(of: color))m"
  }

  /// Returns the number of the nearest of xterm's 256 colours, the first 16 of which are whatever
  /// the user has made of them.
  static func index(of color: RGB) -> Int {
    let levels = [0, 95, 135, 175, 215, 255]
    let parts = (0..<3).map { Int(color[$0]) }
    let steps = parts.map { part in
      levels.indices.min { abs(levels[$0] - part) < abs(levels[$1] - part) } ?? 0
    }
    let gray = min(max((parts.reduce(0, +) / 3 - 3) / 10, 0), 23)
    let distance = { (other: [Int]) in
      zip(other, parts).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let isGray =
      distance(Array(repeating: 8 + 10 * gray, count: 3)) < distance(steps.map { levels[$0] })
    return isGray ? 232 + gray : 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
  }
}

extension CharacterColors {
  /// Whether there are colours beside the terminal's own.
  var hasAny: Bool { if case .none = self { false } else { true } }
}
