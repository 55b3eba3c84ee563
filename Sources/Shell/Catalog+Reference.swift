internal import Language

extension Catalog {
  /// The reference of all commands, functions and variables, in Markdown.
  public var reference: String {
    var text = """
      # Commands

      This page is generated from the commands' own declarations; `help NAME` shows the same.


      """
    for command in commands {
      text += "## \(command.manual.name)\n\n"
      text += "```text\n\(Reference.page(of: command, prefix: ""))```\n\n"
      for variant in command.variants {
        text += "### \(command.manual.name) \(variant.manual.name)\n\n"
        let page = Reference.page(of: variant, prefix: command.manual.name + " ")
        text += "```text\n\(page)```\n\n"
      }
    }
    text += "# Functions\n\n| function | returns |\n|---|---|\n"
    for function in functions {
      text += "| `\(function.signature)` | \(Self.cell(function.summary)) |\n"
    }
    text += "\n# Variables\n\n| variable | holds |\n|---|---|\n"
    for variable in variables {
      text += "| `\(variable.name.text)` | \(Self.cell(variable.summary)) |\n"
    }
    return text
  }

  /// A bar would end the cell.
  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
