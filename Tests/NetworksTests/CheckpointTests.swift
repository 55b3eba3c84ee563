import Files
import Tensors
import Testing

@testable import Networks

@Suite struct CheckpointTests {
  private let session = JSONObject([.init("batch", .integer(8)), .init("name", .string("é\"{"))])

  private func checkpoint(_ trainer: Trainer) throws -> Checkpoint {
    Checkpoint(snapshot: trainer.snapshot(), session: session)
  }

  /// Returns a file in which the training's settings are changed, sealed anew.
  private func resealed(_ old: String, _ new: String) throws -> [UInt8] {
    let trainer = try makeTrainer(widths: [12, 2])
    try trainer.run(.steps(3))
    let snapshot = trainer.snapshot()
    let text = JSON.object(snapshot.json).text
    #expect(text.contains(old))
    var writer = SafetensorsWriter()
    for (prefix, tensors) in [
      ("", snapshot.parameters), ("moment.1.", snapshot.firstMoments),
      ("moment.2.", snapshot.secondMoments),
    ] {
      for (name, tensor) in tensors { writer.add(prefix + name, .float32(tensor)) }
    }
    writer.add("training.history", .float64([], shape: [0, 4]))
    let heading = FileHeading(
      content: .checkpoint,
      architecture: snapshot.architecture,
      seed: snapshot.seed
    )
    writer.metadata =
      heading.members + [
        .init("aerepl.training", .string(text.replacing(old, with: new))),
        .init("aerepl.session", .string("{}")),
      ]
    return FileSeal.sealed(writer)
  }

  @Test(arguments: ["adam", "sgd"], [0, 3, 7, 10, 15])
  func `F073 training goes on bit for bit from a file`(optimizer: String, steps: Int) throws {
    let options = optimizer == "sgd" ? ["momentum": 0.9, "lr": 0.1] : [:]
    let straight = try makeTrainer(optimizer: optimizer, options: options)
    try straight.run(.steps(steps))
    let contents = try checkpoint(straight).encoded()
    try straight.run(.epochs(2))
    for threads in [1, 3] {
      let other = try makeTrainer(backend: CPUBackend(threads: threads))
      let read = try Checkpoint(contents: contents)
      #expect(read.session == session)
      try other.restore(read.snapshot)
      try other.run(.epochs(2))
      #expect(other.state == straight.state)
      #expect(other.losses == straight.losses)
      #expect(other.progress.step == straight.progress.step)
      #expect(other.optimizer.values == straight.optimizer.values)
    }
  }

  @Test func `F066 every change of a byte is found`() throws {
    let trainer = try makeTrainer(widths: [12, 2])
    try trainer.run(.steps(9))
    let bytes = try checkpoint(trainer).encoded()
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= UInt8(1 << (index % 8))
      #expect(throws: ModelFileError.self, "byte \(index)") { try Checkpoint(contents: changed) }
    }
  }

  @Test func `F068 every cut is found`() throws {
    let bytes = try checkpoint(try makeTrainer(widths: [12, 2])).encoded()
    for count in bytes.indices {
      #expect(throws: ModelFileError.self) { try Checkpoint(contents: Array(bytes[..<count])) }
    }
  }

  @Test func `F067 a digest that is missing, short, of another kind or given twice is found`()
    throws
  {
    let bytes = try checkpoint(try makeTrainer(widths: [12, 2])).encoded()
    let text = String(decoding: bytes[8...], as: UTF8.self)
    let key = "\"aerepl.sha256.header\":\""
    let start = try #require(text.firstRange(of: key)?.lowerBound)
    let entry = String(text[start...].prefix(key.count + 65))
    let file = try SafetensorsFile(contents: bytes)
    let header = String(decoding: bytes[8..<file.bodyStart], as: UTF8.self)
    for other in [
      "", "\"aerepl.sha256.header\":\"\"", "\"aerepl.sha256.header\":\"0\"",
      entry.replacing("sha256", with: "md5"), entry + "," + entry,
      entry + ",\"x\":" + JSON.string("\(entry)").text,
    ] {
      let replaced = header.replacing(entry, with: other).replacing(",}", with: "}")
      let sample = SafetensorsSample(header: replaced, body: Array(bytes[file.bodyStart...]))
      #expect(throws: ModelFileError.self) { try Checkpoint(contents: sample.bytes) }
    }
  }

  @Test(arguments: [
    ("\"step\":3", "\"step\":-1"), ("\"epochs\":0", "\"epochs\":1e30"),
    ("\"epochs\":0", "\"epochs\":9223372036854775807"), ("\"name\":\"adam\"", "\"name\":\"x\""),
    ("\"lr\":0.001", "\"lr\":-1"), ("\"lr\":0.001", "\"lr\":\"a\""),
    ("\"loss\":\"mse\"", "\"loss\":\"x\""),
    ("\"position\":24", "\"position\":-8"), ("\"seconds\":", "\"second\":"),
  ])
  func `F071 settings that make no sense are refused though the digests are right`(
    old: String,
    new: String
  ) throws {
    let contents = try resealed(old, new)
    #expect(throws: ModelFileError.setting("aerepl.training")) {
      try Checkpoint(contents: contents)
    }
  }

  @Test(arguments: [
    ("\"position\":24", "\"position\":50"), ("\"position\":24", "\"position\":25"),
    ("\"batches\":3", "\"batches\":4"), ("\"updates\":3", "\"updates\":4"),
  ])
  func `F071 a place that training cannot be at is refused`(old: String, new: String) throws {
    let read = try Checkpoint(contents: try resealed(old, new))
    let trainer = try makeTrainer(widths: [12, 2])
    let state = trainer.state
    #expect(throws: SnapshotError.progress) { try trainer.restore(read.snapshot) }
    #expect(trainer.state == state)
  }

  @Test func `F064 weights are no checkpoint, and a checkpoint is no weights`() throws {
    let trainer = try makeTrainer()
    let weights = try ModelFile.encoded(trainer.model)
    #expect(throws: ModelFileError.wrongContent(found: "model", expected: "checkpoint")) {
      try Checkpoint(contents: weights)
    }
    let contents = try checkpoint(trainer).encoded()
    #expect(throws: ModelFileError.wrongContent(found: "checkpoint", expected: "model")) {
      try ModelFile(contents: contents)
    }
  }
}
