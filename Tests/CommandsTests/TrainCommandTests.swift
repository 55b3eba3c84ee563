import Language
import Shell
import TestSupport
import Testing

@Suite struct TrainCommandTests {
  private let probe = SmallSetup.probe()

  /// The weights and the history, bit for bit.
  private func state(of probe: SessionProbe) -> [String] {
    probe.enter(
      """
      for name in ["encoder.0.weight", "encoder.2.bias", "decoder.2.weight"] {
        print name, sum(param(name)), std(param(name)), param(name)[0]
      }
      """
    )
  }

  @Test func `prints a line for each epoch in the form of the seed`() throws {
    let lines = probe.enter("train 2")
    #expect(lines.count == 2)
    for (index, line) in lines.enumerated() {
      let pattern = try Regex("\\[epoch:\(index + 1)\\] Loss:0\\.\\d{4} Time: \\d+\\.\\d{2}sec")
      #expect(line.wholeMatch(of: pattern) != nil, "\(line)")
    }
  }

  @Test func `training 2 and then 3 epochs equals training 5, whatever is looked at between`() {
    probe.enter("train 2")
    probe.enter("eval test; inspect encoder.0.weight; plot recon; encode(test_x[0:5]); history")
    probe.enter("train 3")
    let other = SmallSetup.probe()
    other.enter("train 5")
    #expect(state(of: probe) == state(of: other))
    #expect(probe.enter("train 0") == [])
    #expect(state(of: probe) == state(of: other))
  }

  @Test func `F043 the number of threads changes no bit`() {
    probe.enter("threads 1; train 2")
    let other = SmallSetup.probe()
    other.enter("threads 3; train 2")
    #expect(state(of: probe) == state(of: other))
  }

  @Test func `F089 an interrupted training goes on as if nothing had happened`() {
    let interruption = probe.session.interruption
    var steps = 0
    probe.recorder.onEvent = { event in
      if case .progress = event {
        steps += 1
        interruption.request()
      }
    }
    probe.enter("train 3")
    #expect(steps > 0)
    #expect(probe.recorder.diagnostics.map(\.kind) == [.interrupted])
    #expect(
      probe.error
        == "interrupted: training was interrupted in epoch 1, after batch 1 of 8; "
        + "'train' goes on from there"
    )
    probe.recorder.onEvent = { _ in }
    #expect(probe.enter("train 3").count == 3)
    let other = SmallSetup.probe()
    other.enter("train 3")
    #expect(state(of: probe) == state(of: other))
  }

  @Test func `finishes the epoch begun by steps, which counts as one`() {
    #expect(probe.enter("step 3") == [])
    #expect(probe.enter("_.steps") == ["3"])
    #expect(probe.enter("train 1").count == 1)
    #expect(probe.enter("_.steps") == ["5"])
    #expect(probe.enter("train steps=8").first?.hasPrefix("[epoch:2]") == true)
    #expect(probe.enter("history").count == 3)
  }

  @Test func `a reset restores the weights and the order of the images`() {
    let before = state(of: probe)
    probe.enter("train 2")
    let after = state(of: probe)
    probe.enter("reset")
    #expect(state(of: probe) == before)
    probe.enter("train 2")
    #expect(state(of: probe) == after)
    probe.enter("reset seed=1")
    #expect(state(of: probe) != before)
  }

  @Test func `F038 a loss that is not finite stops before the update`() {
    probe.enter("train 1")
    let before = state(of: probe)
    probe.enter("optimizer sgd")
    probe.enter("train steps=40 lr=1e30")
    let diagnostic = probe.recorder.diagnostics.first
    #expect(diagnostic?.kind == .numeric)
    #expect(diagnostic?.message.contains("layer") == true)
    #expect(state(of: probe) != before)
    let stopped = state(of: probe)
    probe.enter("train steps=1 lr=1e30")
    #expect(probe.recorder.diagnostics.first?.kind == .numeric)
    #expect(state(of: probe) == stopped)
    #expect(probe.enter("all(isfinite(param(\"encoder.0.weight\")))") == ["true"])
  }

  @Test func `F038 the message names step, layer and the largest value; mended, training goes on`()
    throws
  {
    probe.enter("optimizer sgd; train steps=3")
    probe.enter("train steps=40 lr=1e15")
    let message = try #require(probe.recorder.diagnostics.first?.message)
    let form =
      #/(the loss|the output|the gradient of \S+) is not finite \(-?(inf|nan)\) in layer (en|de)coder\.\d, step \d+, epoch 1; (the largest finite (value|loss of a sample) is [0-9.e+]+|no (value|loss of a sample) is finite)/#
    #expect(message.wholeMatch(of: form) != nil, "\(message)")
    probe.enter("reset; train steps=5")
    #expect(probe.error == nil)
    #expect(probe.enter("all(isfinite(param(\"encoder.0.weight\")))") == ["true"])
  }

  @Test func `F039 a learning rate of zero changes no weight`() {
    let before = state(of: probe)
    probe.enter("train 1 lr=0")
    #expect(state(of: probe) == before)
  }

  @Test(arguments: [
    ("train -3", "value: train's epochs must be a whole number from 0 to 1000000, not -3"),
    ("train 1.5", "value: train's epochs must be a whole number from 0 to 1000000, not 1.5"),
    ("train epoch=5", "name: train has no option 'epoch'"),
    ("train 5 5", "type: train takes 1 value, epochs"),
    ("train 1 steps=1", "value: train takes epochs or steps, not both"),
    ("train lr=abc", "type: train's lr must be a number of at least 0, not 'abc'"),
    ("train lr=-1", "value: train's lr must be a number of at least 0, not -1"),
  ])
  func `F017 refuses what it cannot take`(entry: String, error: String) {
    let before = state(of: probe)
    #expect(probe.enter(entry) == [])
    #expect(probe.error?.hasPrefix(error) == true, "\(probe.error ?? "no error")")
    #expect(state(of: probe) == before)
  }

  @Test(arguments: [
    ("train 1", "there is no dataset yet"), ("eval", "there is no dataset yet"),
    ("plot recon", "there is no dataset yet"), ("summary", "there is no model yet"),
    ("encode(zeros(1, 784))", "there is no model yet"), ("train_x", "there is no dataset yet"),
    ("reset", "there is no model yet"), ("save a.png", "there is no figure to save yet"),
  ])
  func `F035 says what is missing and what to do`(entry: String, message: String) {
    let probe = SessionProbe()
    probe.enter(entry)
    let diagnostic = probe.recorder.diagnostics.first
    #expect(diagnostic?.kind == .state)
    #expect(diagnostic?.message == message)
    #expect(diagnostic?.hint != nil)
  }

  @Test func `a model for other images is refused by its width`() {
    probe.enter("model 100 3")
    probe.enter("train 1")
    #expect(
      probe.error == "shape: the model takes 100 numbers, the images have 784 pixels"
    )
  }
}
