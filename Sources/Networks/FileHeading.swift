internal import Files

/// What the metadata of our files begin with: whose they are, and of which model.
struct FileHeading {
  enum Content: String { case model, checkpoint }

  let content: Content
  let architecture: Architecture
  let seed: UInt64

  private static let versionName = "aerepl.version"
  private static let contentName = "aerepl.content"
  private static let architectureName = "aerepl.architecture"
  private static let seedName = "aerepl.seed"

  init(content: Content, architecture: Architecture, seed: UInt64) {
    self.content = content
    self.architecture = architecture
    self.seed = seed
  }

  /// The entries of the metadata; `format` is what readers of PyTorch's world look for.
  var members: [JSONObject.Member] {
    [
      JSONObject.Member("format", .string("pt")),
      JSONObject.Member(Self.versionName, .string(String(ModelFile.version))),
      JSONObject.Member(Self.contentName, .string(content.rawValue)),
      JSONObject.Member(Self.architectureName, .string(JSON.object(architecture.json).text)),
      JSONObject.Member(Self.seedName, .string(String(seed))),
    ]
  }

  /// Reads and verifies the heading of a file; nil where the file is not ours.
  ///
  /// One entry of ours is enough to make a file ours: else a damaged name would take its protection
  /// away.
  init?(_ file: SafetensorsFile, expected: Content) throws(ModelFileError) {
    guard file.metadata.members.contains(where: { $0.name.hasPrefix("aerepl.") }) else {
      return nil
    }
    if let text = file.text(Self.versionName), let version = Int(text), version > ModelFile.version
    {
      throw .newer(version: text)
    }
    try FileSeal.verify(file)
    guard file.text(Self.versionName) == String(ModelFile.version) else {
      throw .setting(Self.versionName)
    }
    guard let content = file.text(Self.contentName).flatMap(Content.init) else {
      throw .setting(Self.contentName)
    }
    guard content == expected else {
      throw .wrongContent(found: content.rawValue, expected: expected.rawValue)
    }
    guard
      let architecture = file.text(Self.architectureName).flatMap({ text in
        (try? JSONReader.read(text.utf8, .strict(depthLimit: 4)))?.object.flatMap(
          Architecture.init(json:)
        )
      })
    else { throw .setting(Self.architectureName) }
    guard let seed = file.text(Self.seedName).flatMap({ UInt64($0) }) else {
      throw .setting(Self.seedName)
    }
    self.init(content: content, architecture: architecture, seed: seed)
  }
}

extension Architecture {
  /// The architecture as our files tell it.
  var json: JSONObject {
    JSONObject([
      JSONObject.Member("widths", .array(widths.map { .integer($0) })),
      JSONObject.Member("activation", .string(activation.name)),
      JSONObject.Member("output", .string(output.name)),
      JSONObject.Member("bias", .bool(hasBias)),
    ])
  }

  /// Creates the architecture that a file tells of, or nil where it makes no sense.
  init?(json: JSONObject) {
    guard let list = json["widths"]?.array, let hasBias = json["bias"]?.bool,
      let activation = json["activation"]?.string.flatMap(Activation.named),
      let output = json["output"]?.string.flatMap(Activation.named)
    else { return nil }
    let widths = list.compactMap(\.integer)
    guard widths.count == list.count,
      let architecture = try? Architecture(
        widths: widths,
        activation: activation,
        output: output,
        hasBias: hasBias
      )
    else { return nil }
    self = architecture
  }
}
