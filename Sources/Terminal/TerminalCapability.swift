internal import Glibc

/// When to use colour.
public enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

/// What the places that output goes to can show.
public struct TerminalCapability: Sendable, Equatable {
  /// Whether results go to a terminal, so that tables are aligned and progress is drawn.
  public var isTerminal = false

  /// Whether the terminal understands escape sequences.
  public var hasEscapeSequences = false

  /// Whether diagnostics are coloured.
  public var colorsDiagnostics = false

  /// Whether the terminal shows characters beyond ASCII.
  public var hasUnicode = false

  /// The width in columns where it is known beforehand; else the terminal is asked each time.
  public var fixedWidth: Int?

  /// Creates the capability of a pipe or a file.
  public init() {}

  /// Creates the capability of the descriptors 1 and 2.
  public init(environment: [String: String], color: ColorChoice) {
    let terminal = environment["TERM"] ?? ""
    let understands = !terminal.isEmpty && terminal != "dumb"
    isTerminal = isatty(STDOUT_FILENO) == 1
    hasEscapeSequences = isTerminal && understands
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty
    colorsDiagnostics =
      switch color {
      case .always: true
      case .never: false
      case .auto: understands && !isPlain && isatty(STDERR_FILENO) == 1
      }
    hasUnicode = Self.locale(of: environment).contains { $0.uppercased().hasPrefix("UTF") }
  }

  /// The width in columns of the terminal behind a descriptor.
  func width(of descriptor: Int32) -> Int {
    if let fixedWidth { return fixedWidth }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// The parts of the locale's name, such as `de_DE` and `UTF-8`, by the rules of setlocale(3).
  private static func locale(of environment: [String: String]) -> [Substring] {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
    // Where nothing is said the program itself chooses UTF-8.
    return (names.first { !$0.isEmpty } ?? "C.UTF-8").split(separator: ".")
  }
}
