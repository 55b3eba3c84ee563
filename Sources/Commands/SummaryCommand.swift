internal import Language
internal import Networks
internal import Shell

/// Tells the size of the model.
struct SummaryCommand: Command {
  static let manual = Manual(
    name: "summary",
    summary: "Show the model's layers with output shapes, parameters and multiply-adds.",
    examples: ["summary"],
    results: ["parameters", "multiply_adds"]
  )

  func run(in context: Context) throws(Diagnostic) {
    let architecture = try context.workbench.requireModel().architecture
    let rows = architecture.summary
    let parameters = rows.reduce(0) { $0 + $1.parameterCount }
    let multiplyAdds = rows.reduce(0) { $0 + $1.multiplyAdds }
    let columns = [
      Table.Column("layer"), Table.Column("kind"), Table.Column("output", .right),
      Table.Column("parameters", .right), Table.Column("multiply-adds", .right),
    ]
    let cells = rows.map { row in
      [
        row.name + (row.isCode(of: architecture) ? " (code)" : ""), row.kind,
        "[n, \(row.outputWidth)]", NumberText.grouped(row.parameterCount),
        NumberText.grouped(row.multiplyAdds),
      ]
    }
    let footer =
      "\(NumberText.grouped(parameters)) parameters, "
      + "\(NumberText.grouped(multiplyAdds)) multiply-adds an image"
    context.emit(.table(Table(columns: columns, rows: cells, footer: footer)))
    context.result = .record(
      Record([("parameters", .integer(parameters)), ("multiply_adds", .integer(multiplyAdds))])
    )
  }
}

extension LayerSummary {
  /// Whether the layer's output is the code.
  fileprivate func isCode(of architecture: Architecture) -> Bool {
    name == "encoder.\(architecture.encoder.layers.count - 1)"
  }
}
