/// Colours for things of different kinds.
///
/// The first six are those of Okabe and Ito, "Color Universal Design" (2008), without black and
/// without yellow, which is too light for lines on white. The rest was found by a search among
/// colours that are neither pale nor nearly black, for large distances in OKLab from each other and
/// from the six: 0.18 for normal sight, 0.09 under the simulated lack of red or green receptors
/// (Machado, Oliveira and Fernandes, 2009).
public enum Palette {
  /// The colours, in the order in which they are used.
  public static let colors = [
    Color(red: 0x00, green: 0x72, blue: 0xB2), Color(red: 0xD5, green: 0x5E, blue: 0x00),
    Color(red: 0x00, green: 0x9E, blue: 0x73), Color(red: 0xCC, green: 0x79, blue: 0xA7),
    Color(red: 0xE6, green: 0x9F, blue: 0x00), Color(red: 0x56, green: 0xB4, blue: 0xE9),
    Color(red: 0x69, green: 0x2D, blue: 0xE1), Color(red: 0x78, green: 0x00, blue: 0x2D),
    Color(red: 0x5A, green: 0xE1, blue: 0x87), Color(red: 0x5A, green: 0x5A, blue: 0x0F),
  ]

  /// Returns the colour of the kind with a number from 0; after the last one they begin anew.
  public static func color(_ index: Int) -> Color { colors[index % colors.count] }

  /// Returns the dashes of the line with a number from 0: none until the colours begin anew.
  static func dashes(_ index: Int) -> [Double] {
    let patterns: [[Double]] = [[], [6, 3], [2, 2], [8, 3, 2, 3]]
    return patterns[index / colors.count % patterns.count]
  }

  /// Lines of the grid.
  static let grid = Color(gray: 0xE4)

  /// The axes and their ticks.
  static let axis = Color(gray: 0x5A)
}
