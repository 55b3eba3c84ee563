internal import Language
internal import Networks
internal import Shell

/// A figure that is drawn anew after each epoch of a run of training.
///
/// Drawing looks at the model and changes nothing of it. A class, because the run's closures share
/// what it keeps.
final class LiveFigure {
  private let type: any FigureDeclaration.Type
  private let context: Context
  private let identifier: Int
  private var last: Image?
  /// The progress that the last picture shows, or the run began with.
  private var drawn: TrainingProgress?
  private var failure: Diagnostic?

  init(_ name: LiveFigureName, in context: Context) {
    type = name.type
    self.context = context
    identifier = context.workbench.makeProgressIdentifier()
    // Where nothing is trained nothing is drawn.
    drawn = context.workbench.training.trainer?.progress
  }

  /// Draws what there is after an epoch; after a failure nothing more is drawn.
  func update() {
    guard failure == nil, !context.isInterrupted else { return }
    do throws(Diagnostic) {
      let figure = try type.init().draw(in: context)
      let image = try figure.image(in: ImageSeries(identifier: identifier))
      context.workbench.remember(figure)
      last = image
      drawn = context.workbench.training.trainer?.progress
      context.emit(.image(image))
    } catch {
      failure = error
    }
  }

  /// Shows the last picture for good, and says why there is none or no later one.
  func finish() {
    // A run by steps may end within an epoch.
    if drawn != context.workbench.training.trainer?.progress { update() }
    if var last {
      last.series?.isFinished = true
      context.emit(.image(last))
    }
    guard let failure, failure.kind != .interrupted else { return }
    var warning = failure.located(at: context.range, in: context.source)
    warning.message = "the figure could not be drawn: \(failure.message)"
    warning.severity = .warning
    context.emit(.diagnostic(warning))
  }
}

/// The name of a figure that changes with training and needs no arguments.
struct LiveFigureName: ParameterValue {
  /// The figures, in alphabetical order.
  static let all: [any FigureDeclaration.Type] = [
    ActivationsFigure.self, LatentFigure.self, LossFigure.self, ReconFigure.self,
    TraverseFigure.self, WeightsFigure.self,
  ]

  static var kind: ValueKind { .choice(all.map { $0.manual.name }) }

  let type: any FigureDeclaration.Type

  init?(_ value: Value) {
    guard case .string(let name) = value,
      let type = Self.all.first(where: { $0.manual.name == name })
    else { return nil }
    self.type = type
  }

  var written: String? { type.manual.name }
}
