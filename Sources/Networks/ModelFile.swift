public import Tensors
internal import Files

/// The weights of a model in a safetensors file, with PyTorch's names and layouts, so that
/// `load_state_dict(load_file(path))` takes them unchanged.
///
/// A file of our own also tells the architecture and the seed, and carries digests that find every
/// change. Somebody else's has neither, and is taken for what its tensors are.
public struct ModelFile: Sendable {
  /// The version of what our metadata say; a file of a later one is refused.
  static let version = 1

  /// The architecture, where the file is our own.
  public let architecture: Architecture?

  /// The seed of the model, where the file is our own.
  public let seed: UInt64?

  /// The parameters, by their names in order.
  let parameters: [(name: String, tensor: Tensor)]

  /// Returns a model as a file.
  public static func encoded(_ model: Autoencoder) throws(TensorError) -> [UInt8] {
    var writer = SafetensorsWriter()
    for name in model.parameterNames {
      if let tensor = model.parameter(name) { writer.add(name, .float32(tensor)) }
    }
    try Memory.require(2 * writer.byteCount)
    writer.metadata =
      FileHeading(
        content: .model,
        architecture: model.architecture,
        seed: model.seed
      ).members
    return FileSeal.sealed(writer)
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - contents: the bytes of the file.
  ///   - allowsNonFinite: whether infinities and NaN are let pass.
  /// - Throws: `ModelFileError`.
  public init(contents: [UInt8], allowsNonFinite: Bool = false) throws(ModelFileError) {
    let file = try SafetensorsFile(reading: contents)
    let heading = try FileHeading(file, expected: .model)
    architecture = heading?.architecture
    seed = heading?.seed
    var parameters: [(name: String, tensor: Tensor)] = []
    for entry in file.entries {
      parameters.append((entry.name, try file.floats(entry, allowsNonFinite: allowsNonFinite)))
    }
    self.parameters = parameters
    if let architecture { try check(architecture) }
  }

  /// Throws unless the tensors are the parameters of an architecture, by names and shapes.
  func check(_ architecture: Architecture) throws(ModelFileError) {
    try ParameterCheck(architecture).check(parameters.map { ($0.name, $0.tensor.shape) })
  }
}

extension Autoencoder {
  /// Takes over the parameters of a file, all or none.
  public func load(_ file: ModelFile) throws(ModelFileError) {
    try file.check(architecture)
    for (name, tensor) in file.parameters {
      let isTaken = setParameter(name, to: tensor)
      precondition(isTaken, "names and shapes were checked")
    }
  }
}

/// Compares named shapes with the parameters of an architecture.
struct ParameterCheck {
  private let expected: [(name: String, id: ParameterID, shape: Shape)]
  private let prefix: String

  /// Creates the check; the names compared begin with `prefix`.
  init(_ architecture: Architecture, prefix: String = "") {
    expected = architecture.parameters
    self.prefix = prefix
  }

  /// Throws where a parameter is missing, one is surplus, or a shape differs.
  func check(_ found: [(name: String, shape: Shape)]) throws(ModelFileError) {
    // Bytes are compared: Unicode would call some different names equal.
    var shapes: [[UInt8]: Shape] = [:]
    for (name, shape) in found { shapes[Array(name.utf8)] = shape }
    let names = Set(expected.map { Array((prefix + $0.name).utf8) })
    let missing = expected.map { prefix + $0.name }.filter { shapes[Array($0.utf8)] == nil }
    let surplus = found.map(\.name).filter { !names.contains(Array($0.utf8)) }
    guard missing.isEmpty, surplus.isEmpty else {
      throw .tensors(missing: missing, surplus: surplus)
    }
    for parameter in expected {
      let name = prefix + parameter.name
      guard let shape = shapes[Array(name.utf8)], shape != parameter.shape else { continue }
      throw .shape(name, expected: parameter.shape, found: shape)
    }
  }
}

extension SafetensorsFile {
  /// Takes the contents of a file apart, telling faults as those of a model file.
  init(reading contents: [UInt8]) throws(ModelFileError) {
    do throws(SafetensorsFault) { try self.init(contents: contents) } catch {
      throw .format(error)
    }
  }

  /// Returns a tensor, or throws where its elements are of another type or not finite.
  func floats(_ entry: Entry, allowsNonFinite: Bool) throws(ModelFileError) -> Tensor {
    guard entry.element == .float32 else {
      throw .elementType(entry.name, found: entry.element.rawValue)
    }
    let tensor = tensor(entry)
    if allowsNonFinite { return tensor }
    let count = tensor.withUnsafeElements { $0.count { !$0.isFinite } }
    guard count == 0 else { throw .notFinite(entry.name, count: count) }
    return tensor
  }
}
