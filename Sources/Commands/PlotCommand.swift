internal import Language
internal import Plots
internal import Shell

/// Draws a figure and shows it.
struct PlotCommand: Command {
  static let manual = Manual(
    name: "plot",
    summary: "Draw a figure, or numbers as lines, dots or bars, and show it.",
    details: """
      A tensor of rank 1 is one line, the columns of one of rank 2 are several; x= gives the places
      of the numbers. A number that is not finite leaves a gap, and so does one that is not above 0
      on a logarithmic axis. 'save NAME.png' writes what was plotted to a file, .svg and .pdf too.
      """,
    examples: [
      "plot recon", "plot latent count=500", "plot arange(0, 10)^2 title=\"squares\"",
      "plot [3, 1, 2] style=bars names=[\"ours\", \"theirs\", \"others'\"] ylabel=\"seconds\"",
    ]
  )

  static let variants: [any Declaration.Type] = Figures.all
  static let expressionForm: (any Declaration.Type)? = LinesFigure.self
  static let isVariantOptional = false

  func run(in context: Context) throws(Diagnostic) {
    guard let declaration = context.variant as? any FigureDeclaration else {
      preconditionFailure("the parser insists on a figure")
    }
    let drawn = try declaration.draw(in: context)
    let image = try drawn.image()
    context.workbench.remember(drawn)
    context.emit(.image(image))
    context.result = .record(drawn.layout)
  }
}
