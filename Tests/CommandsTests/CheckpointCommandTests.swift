import Glibc
import Language
import Shell
import TestSupport
import Testing

@Suite struct CheckpointCommandTests {
  private let directory = TemporaryDirectory()
  private let probe = SmallSetup.probe()

  private var file: String { directory.file("run.ck") }

  /// All that training changes, and the next random numbers.
  private func state(of probe: SessionProbe) -> [String] {
    probe.enter(
      """
      for name in ["encoder.0.weight", "encoder.2.bias", "decoder.2.weight"] {
        print name, sum(param(name)), std(param(name)), param(name)[0]
      }
      print rand(3)
      """
    )
  }

  private func losses(of probe: SessionProbe) -> [Substring] {
    probe.enter("history").flatMap { $0.split(separator: "\t").prefix(2).suffix(1) }
  }

  @Test(arguments: [0, 3, 8, 21])
  func `F073 another session goes on bit for bit, with other threads`(steps: Int) {
    probe.enter("seed 5; rand(4); rand(2); train steps=\(steps)")
    #expect(probe.enter("checkpoint \(file)") == ["saved \(file)"])
    probe.enter("train 2")
    let other = SessionProbe()
    other.enter("threads 3; batch 7; loss l1; optimizer sgd")
    let line = other.enter("resume \(file)")
    #expect(other.error == nil)
    #expect(line.count == 1 && line[0].hasPrefix("resumed \(file): "))
    other.enter("train 2")
    #expect(losses(of: other) == losses(of: probe))
    #expect(state(of: other) == state(of: probe))
    #expect(
      other.enter("optimizer; loss; batch; seed") == probe.enter("optimizer; loss; batch; seed")
    )
  }

  @Test func `says where training goes on`() {
    probe.enter("train steps=11; checkpoint \(file)")
    #expect(probe.enter("resume \(file)") == ["resumed \(file): in epoch 2, after batch 3 of 8"])
    probe.enter("train 1; checkpoint \(file)")
    #expect(probe.enter("resume \(file)") == ["resumed \(file): after epoch 2"])
  }

  @Test func `goes back in the same session`() {
    probe.enter("train 1; checkpoint \(file)")
    let before = state(of: probe)
    probe.enter("train 2; seed 0; resume \(file)")
    #expect(state(of: probe) == before)
  }

  @Test func `F066 F084 a damaged file is refused and the session stays as it was`() throws {
    probe.enter("train 1; checkpoint \(file)")
    let other = SmallSetup.probe()
    other.enter("train steps=3")
    let before = state(of: other)
    let bytes = try #require(contents(of: file))
    for index in stride(from: 0, to: bytes.count, by: bytes.count / 50) {
      var changed = bytes
      changed[index] ^= 4
      directory.write(changed, to: "bad.ck")
      other.enter("seed 0; resume \(directory.file("bad.ck"))")
      #expect(other.recorder.diagnostics.map(\.kind) == [.data], "byte \(index)")
    }
    #expect(state(of: other) == before)
    #expect(other.enter("train steps=1; history").count == 1)
  }

  @Test func `F074 other images are refused, and both named`() {
    let images = directory.write(idx(7), to: "images.idx")
    probe.enter("model 4 2; dataset idx \(images); batch 2; train 1; checkpoint \(file)")
    #expect(probe.error == nil)
    directory.write(idx(8), to: "images.idx")
    let other = SmallSetup.probe()
    let before = state(of: other)
    other.enter("resume \(file)")
    #expect(other.error?.hasPrefix("state: the checkpoint was made with other images: ") == true)
    unlink(images)
    other.enter("resume \(file)")
    #expect(other.error?.hasPrefix("state: the checkpoint's dataset, \(images), cannot") == true)
    other.enter("seed 0")
    #expect(state(of: other) == before)
  }

  @Test func `F081 training writes as it goes, and at its end`() {
    probe.enter("train 5 checkpoint=\(file) every=2")
    #expect(probe.error == nil)
    #expect(probe.enter("resume \(file)") == ["resumed \(file): after epoch 5"])
    probe.enter("train steps=3 checkpoint=\(file)")
    #expect(probe.enter("resume \(file)") == ["resumed \(file): in epoch 6, after batch 3 of 8"])
    #expect(directory.names == ["run.ck"])
  }

  @Test func `F081 an interrupted training writes where it stopped`() {
    let interruption = probe.session.interruption
    probe.recorder.onEvent = { if case .progress = $0 { interruption.request() } }
    probe.enter("train 3 checkpoint=\(file)")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.interrupted])
    probe.recorder.onEvent = { _ in }
    let other = SessionProbe()
    #expect(other.enter("resume \(file)") == ["resumed \(file): in epoch 1, after batch 1 of 8"])
    other.enter("train 3")
    let straight = SmallSetup.probe()
    straight.enter("train 3")
    #expect(state(of: other) == state(of: straight))
  }

  @Test func `F083 a checkpoint that cannot be written is known before training`() {
    probe.enter("train 2 checkpoint=\(directory.file("missing/run.ck"))")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.file])
    #expect(probe.enter("history").count == 1)
    probe.enter("train 2 every=3")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.value])
    #expect(directory.names == [])
  }

  @Test func `F038 a step that fails leaves the checkpoint before it`() {
    probe.enter("optimizer sgd; train 1 checkpoint=\(file)")
    let before = contents(of: file)
    probe.enter("train 2 lr=1e30 checkpoint=\(file)")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.numeric])
    #expect(contents(of: file) == before)
    #expect(probe.enter("train 1").count == 0)
    #expect(probe.enter("resume \(file); train 1").count == 2)
  }

  @Test func `F118 no file of another kind is overwritten unasked`() {
    let script = directory.write(Array("print 1\n".utf8), to: "a.ae")
    probe.enter("checkpoint \(script)")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.file])
    probe.enter("train 1 checkpoint=\(script)")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.file])
    #expect(contents(of: script) == Array("print 1\n".utf8))
    #expect(probe.enter("checkpoint \(script) force=true") == ["saved \(script)"])
  }

  @Test(arguments: ["checkpoint a.ck", "resume a.ck"])
  func `F035 says what is missing`(entry: String) {
    let probe = SessionProbe()
    probe.enter(entry)
    let kind = probe.recorder.diagnostics.first?.kind
    #expect(kind == (entry.hasPrefix("resume") ? .file : .state))
  }

  private func idx(_ value: UInt8) -> [UInt8] {
    [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 2] + [UInt8](repeating: value, count: 20)
  }

  private func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
  }
}
