internal import Language
internal import Shell

/// Asks the user for a line.
struct InputCommand: Command {
  static let manual = Manual(
    name: "input",
    summary: "Ask for a line and keep it in a variable.",
    examples: ["input answer \"how many epochs? \""],
    bindsNames: true
  )

  @Argument("The variable that gets the line, as a string.", .name)
  var name: String

  @Argument("The question.")
  var prompt = ""

  func run(in context: Context) throws(Diagnostic) {
    guard let line = context.session.readLine(prompt: prompt) else {
      try context.checkInterruption()
      throw Diagnostic(.state, "there is nobody to ask: the input has ended or is no terminal")
    }
    context.session.setVariable(Name(name), to: .string(line))
  }
}
