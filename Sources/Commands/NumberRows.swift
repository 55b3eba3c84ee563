internal import Language
internal import Shell
internal import Tensors

/// Rows of numbers to draw, each with its name.
struct NumberRows {
  /// The rows.
  private(set) var rows: [(label: String, numbers: [Double])] = []

  /// The number of numbers in the longest row.
  var longest: Int { rows.map(\.numbers.count).max() ?? 0 }

  /// Creates the rows of values: one for a vector, one for each column of a matrix.
  ///
  /// `labels` names all rows; where it is nil they are called by the texts of the values.
  init(
    _ values: [Value],
    texts: [String],
    labels: [String]?,
    in context: Context
  ) throws(Diagnostic) {
    for (index, (value, written)) in zip(values, texts).enumerated() {
      // The digits of a list say less than its number.
      let text = written.hasPrefix("[") ? "\(index + 1)" : written
      let tensor = try BuiltinArguments.tensor(value, for: "plot")
      switch tensor.shape.rank {
      case 0, 1: rows.append((text, try Self.numbers(value, of: text, in: context)))
      case 2:
        let width = tensor.shape[1]
        guard width <= 64 else {
          throw Diagnostic(
            .shape,
            "'\(text)' has \(width) columns, each of which would be a line",
            hint: "transpose it, or choose some, as in '\(text)[:, 0:3]'"
          )
        }
        let scalars = tensor.scalars
        for column in 0..<width {
          let numbers = try context.collect(tensor.shape[0]) { row in
            Double(scalars[row * width + column])
          }
          rows.append((width == 1 ? text : "\(text)[:, \(column)]", numbers))
        }
      default:
        throw Diagnostic(
          .shape,
          "plot draws tensors of rank 1 or 2, not the shape \(tensor.shape)"
        )
      }
    }
    guard longest > 0 else { throw Diagnostic(.value, "there are no numbers to draw") }
    guard let labels else { return }
    guard labels.count == rows.count else {
      throw Diagnostic(.shape, "there are \(labels.count) labels for \(rows.count) lines")
    }
    for (index, label) in labels.enumerated() { rows[index].label = label }
  }

  /// Returns the numbers of a vector; those of a list keep their double precision.
  static func numbers(
    _ value: Value,
    of name: String,
    in context: Context
  ) throws(Diagnostic) -> [Double] {
    if case .list(let list) = value {
      let numbers = list.elements.compactMap(\.number)
      if numbers.count == list.elements.count { return numbers }
    }
    let tensor = try BuiltinArguments.tensor(value, for: "plot")
    guard tensor.shape.rank <= 1 else {
      throw Diagnostic(.shape, "\(name) must have rank 1, not the shape \(tensor.shape)")
    }
    let scalars = tensor.scalars
    return try context.collect(scalars.count) { Double(scalars[$0]) }
  }
}
