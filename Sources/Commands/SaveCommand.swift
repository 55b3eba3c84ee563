internal import Datasets
internal import Files
internal import Language
internal import Networks
internal import Shell
internal import Tensors

/// Writes a figure, the model's weights or a tensor to a file.
struct SaveCommand: Command {
  static let manual = Manual(
    name: "save",
    summary: "Write a figure, the model's weights or a tensor to a file; its ending says which.",
    details: """
      .png, .svg and .pdf write a figure: the one named behind the file, or numbers as 'plot' draws
      them, else the one that the file's name begins with (recon.png, recon_2.png), else the last one
      plotted. .npy and .csv write a tensor, .safetensors the model's weights under PyTorch's names.
      The file is written as a whole or not at all; one of another kind is not overwritten without
      force=true.
      """,
    examples: [
      "save recon.png", "save codes.npy encode(test_x[0:100])", "save codes.csv encode(test_x)",
      "save squares.svg arange(0, 10)^2 title=\"squares\"", "save model.safetensors",
    ]
  )

  static let variants: [any Declaration.Type] = Figures.all
  static let expressionForm: (any Declaration.Type)? = LinesFigure.self

  @Argument("The file.", .file(endings: FileFormat.endings))
  var file: Path

  @Expressions("The tensor, or the numbers to draw.", count: 0...64)
  var values: [Value]

  @Option("Whether a file of another kind is overwritten.")
  var force = false

  func run(in context: Context) throws(Diagnostic) {
    guard let format = FileFormat(path: file.text) else {
      preconditionFailure("the declaration allows these endings alone")
    }
    let stop = context.session.budget.isSpent
    let contents: [UInt8]
    switch format {
    case .png, .svg, .pdf:
      let figure = try figure(in: context)
      contents = try figure.file(format)
      context.result = .record(figure.layout)
    case .npy: contents = NPYFile.encoded(try tensor(.npy, in: context), stop: stop)
    case .csv: contents = CSVFile.encoded(try table(in: context), stop: stop)
    case .safetensors: contents = try weights(in: context)
    }
    let path = FilePlaces(environment: context.session.options.environment)
      .expanding(FilePath(file.text))
    if !force { try format.checkTarget(path, named: file.text) }
    try Diagnostic.translating { () throws(FileError) in
      try AtomicFile.write(contents, to: path, stop: stop)
    }
    context.say("saved \(file.text)")
  }

  private func figure(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let workbench = context.workbench
    let isNamed = !(context.variant is LinesFigure)
    if isNamed || !values.isEmpty, let declaration = context.variant as? any FigureDeclaration {
      return try declaration.draw(in: context)
    }
    if let type = Figures.named(by: file.text) {
      if let figure = workbench.figure(named: type.manual.name) { return figure }
      return try type.init().draw(in: context)
    }
    guard let figure = workbench.lastFigure else {
      throw Diagnostic(
        .state,
        "there is no figure to save yet",
        hint: "plot one first, as in 'plot recon', or name it: 'save \(file.text) recon'"
      )
    }
    return figure
  }

  private func weights(in context: Context) throws(Diagnostic) -> [UInt8] {
    guard values.isEmpty, context.variant is LinesFigure else {
      throw Diagnostic(.type, "a .safetensors file takes the model's weights and nothing else")
    }
    let model = try context.workbench.requireModel()
    return try Diagnostic.translating { () throws(TensorError) in try ModelFile.encoded(model) }
  }

  private func table(in context: Context) throws(Diagnostic) -> Tensor {
    let tensor = try tensor(.csv, in: context)
    guard tensor.shape.rank <= 2 else {
      throw Diagnostic(
        .shape,
        "a .csv file takes rows of numbers, not the shape \(tensor.shape)",
        hint: "'flatten' or 'reshape' makes rows; a .npy file takes any shape"
      )
    }
    return tensor
  }

  private func tensor(_ format: FileFormat, in context: Context) throws(Diagnostic) -> Tensor {
    guard let value = values.first, values.count == 1, context.variant is LinesFigure else {
      throw Diagnostic(
        .value,
        "a .\(format.rawValue) file takes a tensor",
        hint: "name it, as in 'save \(file.text) encode(test_x)'"
      )
    }
    return try BuiltinArguments.tensor(value, for: "save")
  }
}
