import Language
import Shell
import TestSupport
import Testing

@Suite struct LoadCommandTests {
  private let directory = TemporaryDirectory()
  private let probe = SmallSetup.probe()

  private var file: String { directory.file("m.safetensors") }

  private func weights(of probe: SessionProbe) -> [String] {
    probe.enter("print param(\"encoder.0.weight\")[3, 0:9], param(\"decoder.2.bias\")[0:9]")
  }

  @Test func `F084 loads what was saved, into the model or as one`() {
    probe.enter("train 1")
    #expect(probe.enter("save \(file)") == ["saved \(file)"])
    let before = weights(of: probe)
    probe.enter("train 1")
    #expect(weights(of: probe) != before)
    #expect(probe.enter("load \(file)") == ["loaded \(file)"])
    #expect(weights(of: probe) == before)
    let other = SessionProbe()
    #expect(other.enter("load \(file)") == ["loaded \(file)"])
    #expect(other.enter("model") == probe.enter("model"))
    #expect(weights(of: other) == before)
  }

  @Test func `F064 another model keeps its weights`() {
    probe.enter("save \(file); model 784 12 3")
    let before = weights(of: probe)
    probe.enter("load \(file)")
    #expect(
      probe.error
        == "shape: '\(file)' is of another model: 'encoder.0.weight' has the shape [16, 784] "
        + "instead of [12, 784]"
    )
    probe.enter("model 784 12 6 3; load \(file)")
    #expect(
      probe.error
        == "data: '\(file)' is of another model: it lacks 'encoder.4.weight', 'encoder.4.bias', "
        + "'decoder.4.weight', 'decoder.4.bias'"
    )
    probe.enter("model 784 12 3")
    #expect(weights(of: probe) == before)
  }

  @Test func `F086 weights and tensors have files of their own`() {
    probe.enter("save \(file) train_x")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.type])
    probe.enter("save \(directory.file("a.csv"))")
    #expect(probe.error == "value: a .csv file takes a tensor")
    probe.enter("save \(directory.file("a.csv")) zeros(2, 2, 2)")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.shape])
    SessionProbe().enter("save \(file)")
    #expect(directory.names == [])
  }

  @Test func `F069 a file of another format is named`() {
    directory.write(Array("print 1\n".utf8), to: "m.safetensors")
    probe.enter("load \(file)")
    #expect(probe.error == "data: '\(file)': not a safetensors file but text")
  }
}
