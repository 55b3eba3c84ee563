internal import Language
internal import Plots
internal import Shell

/// Draws a figure and shows it.
struct PlotCommand: Command {
  static let manual = Manual(
    name: "plot",
    summary: "Draw a figure and show it.",
    details: "'save NAME.png' writes it to a file.",
    examples: ["plot recon"]
  )

  static let variants: [any Declaration.Type] = Figures.all
  static let isVariantOptional = false

  func run(in context: Context) throws(Diagnostic) {
    guard let declaration = context.variant as? any FigureDeclaration else {
      preconditionFailure("the parser insists on a figure")
    }
    let figure = try declaration.draw(in: context)
    let image = Image(
      png: try figure.png(),
      width: figure.figure.width,
      height: figure.figure.height,
      caption:
        "\(figure.name): \(figure.caption) (\(figure.size)); 'save \(figure.name).png' writes it"
    )
    context.workbench.remember(figure)
    context.emit(.image(image))
    context.result = .record(figure.layout)
  }
}

extension DrawnFigure {
  fileprivate var size: String { "\(figure.width)x\(figure.height) pixels" }
}
