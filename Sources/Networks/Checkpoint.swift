public import Files
public import Tensors

/// A training in one safetensors file: weights, moments, history and position, and what the session
/// adds so that it can make data and batches again.
///
/// The order in which an epoch visits the rows is a function of seed and epoch, so the position in
/// it is one number.
public struct Checkpoint: Sendable {
  /// The training.
  public var snapshot: TrainingSnapshot

  /// What the session adds; kept as it is.
  public var session: JSONObject

  private static let trainingName = "aerepl.training"
  private static let sessionName = "aerepl.session"
  private static let historyName = "training.history"
  private static let firstPrefix = "moment.1."
  private static let secondPrefix = "moment.2."

  /// The numbers of a row of the history: epoch, mean loss, seconds, steps.
  private static let historyWidth = 4

  /// Creates a checkpoint.
  public init(snapshot: TrainingSnapshot, session: JSONObject) {
    self.snapshot = snapshot
    self.session = session
  }

  /// Returns the checkpoint as a file.
  public func encoded() throws(TensorError) -> [UInt8] {
    var writer = SafetensorsWriter()
    let sets = [
      ("", snapshot.parameters), (Self.firstPrefix, snapshot.firstMoments),
      (Self.secondPrefix, snapshot.secondMoments),
    ]
    for (prefix, tensors) in sets {
      for (name, tensor) in tensors { writer.add(prefix + name, .float32(tensor)) }
    }
    let history = snapshot.progress.history
    let numbers = history.flatMap {
      [Double($0.epoch), $0.meanLoss, $0.seconds, Double($0.steps)]
    }
    writer.add(Self.historyName, .float64(numbers, shape: [history.count, Self.historyWidth]))
    try Memory.require(2 * writer.byteCount)
    let heading = FileHeading(
      content: .checkpoint,
      architecture: snapshot.architecture,
      seed: snapshot.seed
    )
    writer.metadata =
      heading.members + [
        JSONObject.Member(Self.trainingName, .string(JSON.object(snapshot.json).text)),
        JSONObject.Member(Self.sessionName, .string(JSON.object(session).text)),
      ]
    return FileSeal.sealed(writer)
  }

  /// Reads a file; it is the one that was written, to the last bit, or it is refused.
  public init(contents: [UInt8]) throws(ModelFileError) {
    let file = try SafetensorsFile(reading: contents)
    guard let heading = try FileHeading(file, expected: .checkpoint) else {
      throw .wrongContent(found: "tensors", expected: "checkpoint")
    }
    let architecture = heading.architecture
    guard let session = file.object(Self.sessionName) else { throw .setting(Self.sessionName) }
    guard let training = file.object(Self.trainingName),
      let settings = TrainingSettings(json: training)
    else { throw .setting(Self.trainingName) }
    let sets = try Self.tensors(of: file, architecture)
    var progress = settings.progress
    progress.history = try Self.history(of: file)
    self.session = session
    snapshot = TrainingSnapshot(
      architecture: architecture,
      seed: heading.seed,
      parameters: sets[0],
      firstMoments: sets[1],
      secondMoments: sets[2],
      optimizer: settings.optimizer,
      loss: settings.loss,
      progress: progress
    )
  }

  /// Returns parameters, first and second moments by the names of the parameters.
  private static func tensors(
    of file: SafetensorsFile,
    _ architecture: Architecture
  ) throws(ModelFileError) -> [[String: Tensor]] {
    var rest = file.entries.filter { !$0.name.utf8.elementsEqual(historyName.utf8) }
    var sets: [[String: Tensor]] = []
    for prefix in [firstPrefix, secondPrefix, ""] {
      let own = rest.filter { $0.name.utf8.starts(with: prefix.utf8) }
      rest.removeAll { $0.name.utf8.starts(with: prefix.utf8) }
      try ParameterCheck(architecture, prefix: prefix).check(
        own.map { ($0.name, Shape($0.shape)) }
      )
      var tensors: [String: Tensor] = [:]
      for entry in own {
        let tensor = try file.floats(entry, allowsNonFinite: false)
        tensors[String(entry.name.dropFirst(prefix.count))] = tensor
      }
      sets.append(tensors)
    }
    return [sets[2], sets[0], sets[1]]
  }

  private static func history(of file: SafetensorsFile) throws(ModelFileError) -> [EpochReport] {
    guard let entry = file.entry(named: historyName), entry.element == .float64,
      entry.shape.count == 2, entry.shape[1] == historyWidth
    else { throw .setting(historyName) }
    let numbers = file.doubles(entry)
    var reports: [EpochReport] = []
    for row in 0..<entry.shape[0] {
      let values = Array(numbers[(row * historyWidth)..<((row + 1) * historyWidth)])
      guard let epoch = Int(exactly: values[0]), let steps = Int(exactly: values[3]), epoch > 0,
        steps > 0, values[1].isFinite, values[2] >= 0, values[2].isFinite
      else { throw .setting(historyName) }
      reports.append(
        EpochReport(epoch: epoch, meanLoss: values[1], seconds: values[2], steps: steps)
      )
    }
    return reports
  }
}

extension SafetensorsFile {
  /// Returns a text of the metadata that is a JSON object, or nil.
  fileprivate func object(_ name: String) -> JSONObject? {
    text(name).flatMap { (try? JSONReader.read($0.utf8, .strict(depthLimit: 16)))?.object }
  }
}
