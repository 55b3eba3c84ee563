internal import Datasets
internal import Language
internal import Networks
internal import Shell
internal import Tensors

/// What the commands of a session work on: the dataset, the model and its training, the figures.
///
/// A class, because commands change it in place.
final class Workbench: SessionObject {
  /// The dataset, once one is loaded.
  private(set) var dataset: Dataset? { didSet { training.isSourceStale = true } }
  /// How the dataset was made.
  private(set) var recipe: DatasetRecipe?
  /// The number of images in a batch.
  var batchSize = 128 { didSet { training.isSourceStale = true } }
  /// Whether each epoch visits the training images in an order of its own.
  var shuffles = true { didSet { training.isSourceStale = true } }
  /// The model and what trains it.
  var training: Training
  /// The losses of the test images that were measured.
  private(set) var testCurve = TestCurve()
  /// The figures as they were last plotted, by name.
  private var figures: [String: DrawnFigure] = [:]
  /// The figure that was plotted last.
  private(set) var lastFigure: DrawnFigure?
  private var lastProgress = 0

  init(backend: CPUBackend) { training = Training(backend: backend) }

  /// Makes a dataset the session's.
  func load(_ dataset: Dataset, madeBy recipe: DatasetRecipe) {
    self.dataset = dataset
    self.recipe = recipe
  }

  /// Makes a training that was resumed the session's, with its dataset and settings.
  func adopt(_ trainer: Trainer, on dataset: Dataset, with settings: SessionSettings) {
    load(dataset, madeBy: settings.recipe)
    batchSize = settings.batchSize
    shuffles = settings.shuffles
    training.adopt(trainer)
  }

  /// Keeps a figure as it was drawn.
  func remember(_ figure: DrawnFigure) {
    figures[figure.name] = figure
    lastFigure = figure
  }

  /// Returns a figure as it was last plotted, or nil.
  func figure(named name: String) -> DrawnFigure? { figures[name] }

  /// Notes the loss of the test images with the weights as they are.
  func noteTestLoss(_ value: Double) {
    guard let trainer = training.trainer else { return }
    testCurve.note(value, of: training.loss, in: trainer)
  }

  /// Returns an identifier for the progress of one activity.
  func makeProgressIdentifier() -> Int {
    lastProgress += 1
    return lastProgress
  }

  /// Returns the dataset, or throws where there is none.
  func requireDataset() throws(Diagnostic) -> Dataset {
    guard let dataset else {
      throw Diagnostic(
        .state,
        "there is no dataset yet",
        hint: "load one first: 'dataset mnist', or 'dataset digits', which needs no files"
      )
    }
    return dataset
  }
}

extension Context {
  /// The session's workbench, made when it is first used.
  var workbench: Workbench { session.workbench }
}

extension Session {
  /// The session's workbench, made when it is first used.
  var workbench: Workbench {
    if let workbench = self[Workbench.self] { return workbench }
    let workbench = Workbench(backend: backend)
    self[Workbench.self] = workbench
    return workbench
  }
}
