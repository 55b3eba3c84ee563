internal import Datasets
internal import Language
internal import Shell
internal import Tensors

extension BuiltinVariable {
  /// The dataset's images and labels, as read-only views over its bytes.
  static let data = [Split.train, .test].flatMap { split in
    [
      BuiltinVariable(
        Name("\(split.rawValue)_x"),
        summary: "The \(split.rawValue) images, [count, pixels], scaled; read-only."
      ) { session throws(Diagnostic) in
        let pixels = try split.images(of: try session.workbench.requireDataset()).pixels
        let budget = session.budget
        return .view(
          TensorView(shape: [pixels.rowCount, pixels.columnCount]) {
            pixels.tensor(rows: $0, stop: budget.isSpent)
          }
        )
      },
      BuiltinVariable(
        Name("\(split.rawValue)_y"),
        summary: "The \(split.rawValue) labels, [count]; read-only."
      ) { session throws(Diagnostic) in
        let dataset = try session.workbench.requireDataset()
        guard let labels = try split.images(of: dataset).labels else {
          throw Diagnostic(.state, "the dataset '\(dataset.name)' has no labels")
        }
        return .view(
          TensorView(shape: [labels.count]) { rows in
            Tensor(shape: [rows.count], scalars: labels[rows].map { Float($0) })
          }
        )
      },
    ]
  }
}
