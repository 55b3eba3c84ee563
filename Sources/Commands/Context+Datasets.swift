internal import Datasets
internal import Files
internal import Language
internal import Shell

extension Context {
  /// Makes a dataset, and makes it the session's.
  func load(_ recipe: DatasetRecipe, scaling: PixelScaling) throws(Diagnostic) {
    let dataset = try recipe.load(scaling: scaling, in: self)
    workbench.load(dataset, madeBy: recipe)
    say(DatasetReport(dataset).headline)
    for warning in dataset.warnings {
      var diagnostic = Diagnostic(.data, DatasetReport.text(of: warning), at: range, in: source)
      diagnostic.severity = .warning
      emit(.diagnostic(diagnostic))
    }
  }

  /// The places that the environment names.
  var places: FilePlaces { FilePlaces(environment: session.options.environment) }

  /// Returns a path with `~` expanded.
  func expand(_ path: Path) -> FilePath { places.expanding(FilePath(path.text)) }
}

extension PixelScaling {
  /// Creates a scaling from options, or throws where they scale nothing.
  init(mean: Double, std: Double) throws(Diagnostic) {
    guard let scaling = PixelScaling(mean: Float(mean), deviation: Float(std)) else {
      throw Diagnostic(.value, "mean=\(mean) std=\(std) gives pixels that are not finite")
    }
    self = scaling
  }
}
