internal import Glibc

/// What the user has typed while a statement ran.
///
/// The terminal has kept it in lines. Once readline takes the terminal over, an end of input that
/// was typed among them would arrive as a zero byte, and Ctrl-D would be lost.
enum TypedAhead {
  /// Returns the whole lines that wait at the terminal, with each Ctrl-D as its own byte.
  ///
  /// What is typed of a line without an end stays where it is; it comes byte by byte later.
  static func take() -> [UInt8] {
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 12)
    while result.count < limit, isKeptInLines, Poll.readable([STDIN_FILENO], timeout: 0) != [] {
      let count = read(STDIN_FILENO, &block, block.count)
      if count > 0 {
        result += block[..<count]
      } else if count == 0, isatty(STDIN_FILENO) == 1 {
        result.append(endOfInput)
      } else {
        break
      }
    }
    return result
  }

  /// Returns what still waits once readline has the terminal: what came after the lines were taken.
  ///
  /// An end of input among it has become a zero byte, which no key sends at such a moment.
  static func takeRest() -> [UInt8] {
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 12)
    while result.count < limit, isatty(STDIN_FILENO) == 1,
      Poll.readable([STDIN_FILENO], timeout: 0) != []
    {
      let count = read(STDIN_FILENO, &block, block.count)
      guard count > 0 else { break }
      result += block[..<count].map { $0 == 0 ? endOfInput : $0 }
    }
    return result
  }

  /// How much is taken at once, in bytes; the rest comes with the next line.
  private static let limit = 1 << 20

  private static let endOfInput: UInt8 = 4

  private static var isKeptInLines: Bool {
    var modes = termios()
    return tcgetattr(STDIN_FILENO, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) != 0
  }
}
