/// A block character, as the part of its cell that it fills.
///
/// A cell is seen as 4 by 8 squares, of which the bit at `y * 4 + x` stands for one. Each character
/// comes once: with ink and ground exchanged it is also what it leaves empty.
struct BlockGlyph {
  /// The character.
  let character: String

  /// The squares that it fills.
  let mask: UInt32

  /// The squares of a cell across.
  static let columns = 4

  /// The squares of a cell from top to bottom.
  static let rows = 8

  /// The characters that fill a cell in part, from Unicode's Block Elements, which nearly every font
  /// has.
  static let all: [BlockGlyph] =
    zip(1..., ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]).map { count, character in
      BlockGlyph(character: character) { _, y in y >= rows - count }
    }
    + zip(1..., ["▎", "▌", "▊"]).map { count, character in
      BlockGlyph(character: character) { x, _ in x < count }
    }
    + [
      BlockGlyph(character: "▘") { x, y in x < 2 && y < 4 },
      BlockGlyph(character: "▝") { x, y in x >= 2 && y < 4 },
      BlockGlyph(character: "▖") { x, y in x < 2 && y >= 4 },
      BlockGlyph(character: "▗") { x, y in x >= 2 && y >= 4 },
      BlockGlyph(character: "▚") { x, y in (x < 2) == (y < 4) },
    ]

  /// The characters by the quarters that they fill: 1 is the upper left one, 2 the upper right one,
  /// 4 and 8 those below.
  static let quarters = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]

  /// The characters that fill more of their cell than they leave.
  static let fillsMost = Set(all.filter { $0.mask.nonzeroBitCount > 16 }.map(\.character))

  private init(character: String, fills: (Int, Int) -> Bool) {
    self.character = character
    var mask: UInt32 = 0
    for y in 0..<Self.rows {
      for x in 0..<Self.columns where fills(x, y) { mask |= 1 << UInt32(y * Self.columns + x) }
    }
    self.mask = mask
  }
}
