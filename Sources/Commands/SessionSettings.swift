internal import Datasets
package import Files
internal import Language
internal import Shell

/// What a checkpoint says of the session: its data, its batches and its random state.
package struct SessionSettings {
  let recipe: DatasetRecipe
  let checksum: String
  let scaling: PixelScaling
  let batchSize: Int
  let shuffles: Bool
  let seed: UInt64
  let scriptStreams: UInt32

  /// Takes the settings of a session, or throws where there is no dataset.
  init(of context: Context) throws(Diagnostic) {
    let workbench = context.workbench
    let dataset = try workbench.requireDataset()
    guard let recipe = workbench.recipe else {
      preconditionFailure("a dataset comes with how it was made")
    }
    self.recipe = recipe
    checksum = dataset.checksum
    scaling = dataset.scaling
    batchSize = workbench.batchSize
    shuffles = workbench.shuffles
    seed = context.session.seed
    scriptStreams = context.session.scriptStreams
  }

  /// Whether training on a dataset gives the bits that the checkpoint's would have given.
  func isMade(with dataset: Dataset) -> Bool {
    dataset.checksum == checksum && dataset.scaling == scaling
  }

  /// The settings as the checkpoint keeps them.
  var json: JSONObject {
    JSONObject([
      JSONObject.Member("dataset", .object(recipe.json)),
      JSONObject.Member("sha256", .string(checksum)),
      JSONObject.Member("mean", .double(Double(scaling.mean))),
      JSONObject.Member("std", .double(Double(scaling.deviation))),
      JSONObject.Member("batch", .integer(batchSize)),
      JSONObject.Member("shuffle", .bool(shuffles)),
      // A seed has 64 bits, of which JSON's readers keep 53.
      JSONObject.Member("seed", .string(String(seed))),
      JSONObject.Member("streams", .integer(Int(scriptStreams))),
    ])
  }

  /// Reads the settings, or returns nil where they make no sense.
  package init?(json: JSONObject) {
    guard let recipe = json["dataset"]?.object.flatMap(DatasetRecipe.init(json:)),
      let checksum = json["sha256"]?.string, let mean = json["mean"]?.double,
      let deviation = json["std"]?.double,
      let scaling = PixelScaling(mean: Float(mean), deviation: Float(deviation)),
      let batchSize = json["batch"]?.integer, batchSize > 0, let shuffles = json["shuffle"]?.bool,
      let seed = json["seed"]?.string.flatMap({ UInt64($0) }),
      let streams = json["streams"]?.integer.flatMap(UInt32.init(exactly:))
    else { return nil }
    self.recipe = recipe
    self.checksum = checksum
    self.scaling = scaling
    self.batchSize = batchSize
    self.shuffles = shuffles
    self.seed = seed
    scriptStreams = streams
  }
}
