internal import Language
internal import Shell

/// Chooses how pictures are shown in a terminal.
struct SetImagesCommand: Command {
  static let manual = Manual(
    name: "images",
    summary: "Choose how pictures are shown in a terminal, or print what is in force.",
    details: """
      auto asks the terminal, when the first picture is to be shown, and takes the best of what it
      has: kitty's graphics protocol, iTerm2's inline images, sixels, else blocks, which are coloured
      characters. The others are taken at their word, also where the terminal did not answer; off
      shows one line instead. Where output is no terminal there is always one line, and a notebook
      shows its pictures in its own way.
      """,
    examples: ["set images blocks", "set images auto", "set images"]
  )

  @Argument("How pictures are shown.")
  var display: ImageDisplay?

  func run(in context: Context) throws(Diagnostic) {
    guard let display else { return Self.report(in: context) }
    context.session.images = display
  }

  static func report(in context: Context) {
    let found = context.session.describeImages().map { " (\($0))" } ?? ""
    context.say("images \(context.session.images.rawValue)\(found)")
  }
}
