/// What the environment tells of the terminal.
struct TerminalKind: Equatable {
  /// Whether it may be asked: what a simple terminal does not understand it might show.
  var isAskable: Bool

  /// Whether a program such as tmux stands between, which draws the screen by itself.
  var isMultiplexed: Bool

  /// The colours of its characters; nil where nothing is said.
  var colors: CharacterColors?

  /// Whether it says that it has iTerm2's inline images.
  var hasITermImages: Bool

  /// Reads an environment, whose variables may be those of another terminal around this one.
  init(environment: [String: String], color: ColorChoice) {
    let name = (environment["TERM"] ?? "").lowercased()
    let isSimple = ["linux", "vt", "ansi", "cons", "sun", "eterm", "cygwin", "dumb"].contains {
      name.hasPrefix($0)
    }
    let program = environment["TERM_PROGRAM"] ?? ""
    // Apple's shows what it does not understand.
    isAskable = !name.isEmpty && !isSimple && program != "Apple_Terminal"
    isMultiplexed =
      environment["TMUX"] != nil || environment["STY"] != nil || name.hasPrefix("tmux")
      || name.hasPrefix("screen")
    hasITermImages =
      !isMultiplexed
      && (["iTerm.app", "WezTerm"].contains(program) || environment["LC_TERMINAL"] == "iTerm2")
    let isPlain = color == .never || !(environment["NO_COLOR"] ?? "").isEmpty
    colors = isPlain ? CharacterColors.none(isInkLight: true) : Self.colors(name, environment)
  }

  private static func colors(
    _ name: String,
    _ environment: [String: String]
  ) -> CharacterColors? {
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .direct }
    // These have 24 bits and a name of their own, which travels where variables do not.
    let direct = ["-direct", "truecolor", "kitty", "ghostty", "wezterm", "foot", "alacritty"]
    if direct.contains(where: name.contains) { return .direct }
    return name.contains("256color") ? .indexed : nil
  }
}
