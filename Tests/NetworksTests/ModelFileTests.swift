import Files
import Tensors
import Testing

@testable import Networks

@Suite struct ModelFileTests {
  private func model(_ widths: [Int] = [6, 4, 2], seed: UInt64 = 3) throws -> Autoencoder {
    let architecture = try Architecture(widths: widths)
    return try Autoencoder(architecture, seed: seed, backend: CPUBackend(threads: 1))
  }

  /// Returns a file of somebody else's with the tensors of a model, changed by `edit`.
  private func foreign(
    _ model: Autoencoder,
    _ edit: (inout [(String, Tensor)]) -> Void = { _ in }
  ) -> [UInt8] {
    var tensors = model.parameterNames.compactMap { name in
      model.parameter(name).map { (name, $0) }
    }
    edit(&tensors)
    var writer = SafetensorsWriter()
    for (name, tensor) in tensors { writer.add(name, .float32(tensor)) }
    return writer.header() + writer.body()
  }

  private func load(_ contents: [UInt8], into model: Autoencoder) -> ModelFileError? {
    do throws(ModelFileError) {
      try model.load(try ModelFile(contents: contents))
      return nil
    } catch {
      return error
    }
  }

  @Test func `F084 what is saved loads to the same weights`() throws {
    let original = try model()
    let file = try ModelFile(contents: try ModelFile.encoded(original))
    #expect(file.architecture == original.architecture)
    #expect(file.seed == 3)
    let other = try model(seed: 9)
    try other.load(file)
    for name in original.parameterNames {
      #expect(other.parameter(name) == original.parameter(name))
    }
  }

  @Test func `has PyTorch's names and layouts, padded to eight bytes`() throws {
    let bytes = try ModelFile.encoded(try model())
    let file = try SafetensorsFile(contents: bytes)
    #expect(
      file.entries.map(\.name) == [
        "decoder.0.bias", "decoder.0.weight", "decoder.2.bias", "decoder.2.weight",
        "encoder.0.bias",
        "encoder.0.weight", "encoder.2.bias", "encoder.2.weight",
      ]
    )
    #expect(file.entry(named: "encoder.0.weight")?.shape == [4, 6])
    #expect(file.text("format") == "pt")
    #expect(file.bodyStart % 8 == 0)
  }

  @Test func `F066 every change of a byte is found`() throws {
    let bytes = try ModelFile.encoded(try model([2, 1]))
    let target = try model([2, 1], seed: 8)
    let before = target.parameterNames.map { target.parameter($0)?.scalars }
    for index in bytes.indices {
      for mask in [0x01, 0x20, 0x80, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] ^= mask
        #expect(load(changed, into: target) != nil, "byte \(index) with \(mask)")
      }
    }
    #expect(target.parameterNames.map { target.parameter($0)?.scalars } == before)
  }

  @Test func `F068 every cut is found`() throws {
    let bytes = try ModelFile.encoded(try model([2, 1]))
    let target = try model([2, 1])
    for count in bytes.indices { #expect(load(Array(bytes[..<count]), into: target) != nil) }
    #expect(load(bytes + [0], into: target) != nil)
  }

  @Test func `takes the weights of a file that is not ours`() throws {
    let (source, target) = (try model(), try model(seed: 9))
    #expect(load(foreign(source), into: target) == nil)
    #expect(target.parameter("decoder.2.bias") == source.parameter("decoder.2.bias"))
  }

  @Test func `F064 says what is missing, surplus or of another shape, and changes nothing`() throws
  {
    let (source, target) = (try model(), try model(seed: 9))
    let before = target.parameterNames.map { target.parameter($0)?.scalars }
    let missing = foreign(source) { $0.removeLast() }
    #expect(load(missing, into: target) == .tensors(missing: ["decoder.2.bias"], surplus: []))
    let surplus = foreign(source) { $0.append(("x", Tensor(1))) }
    #expect(load(surplus, into: target) == .tensors(missing: [], surplus: ["x"]))
    let shape = foreign(source) { $0[0].1 = Tensor(shape: [6, 4], repeating: 1) }
    #expect(
      load(shape, into: target) == .shape("encoder.0.weight", expected: [4, 6], found: [6, 4])
    )
    let other = try ModelFile.encoded(try model([6, 5, 2]))
    #expect(load(other, into: target) != nil)
    #expect(target.parameterNames.map { target.parameter($0)?.scalars } == before)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `F065 refuses weights that are not finite, unless told otherwise`(value: Float) throws {
    let (source, target) = (try model(), try model(seed: 9))
    let contents = foreign(source) { $0[1].1 = Tensor(shape: [4], scalars: [1, value, 2, 3]) }
    #expect(load(contents, into: target) == .notFinite("encoder.0.bias", count: 1))
    try target.load(try ModelFile(contents: contents, allowsNonFinite: true))
    #expect(target.parameter("encoder.0.bias")?.scalars[1].isFinite == false)
  }

  @Test func `F063 refuses elements of other types`() throws {
    let sample = SafetensorsSample(
      header: "{" + SafetensorsSample.tensor("encoder.0.weight", "F16", "[1]", 0, 2) + "}",
      body: [0, 0]
    )
    #expect(throws: ModelFileError.elementType("encoder.0.weight", found: "F16")) {
      try ModelFile(contents: sample.bytes)
    }
  }

  @Test(arguments: [
    "\"aerepl.version\":\"2\"", "\"aerepl.version\":\"2\",\"aerepl.sha256.data\":\"\"",
  ])
  func `F070 a file of a later version says so`(entries: String) {
    let sample = SafetensorsSample(header: "{\"__metadata__\":{\(entries)}}")
    #expect(throws: ModelFileError.newer(version: "2")) { try ModelFile(contents: sample.bytes) }
  }
}
