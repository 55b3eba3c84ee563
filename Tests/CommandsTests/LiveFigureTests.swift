import Language
import Shell
import TestSupport
import Testing

@Suite struct LiveFigureTests {
  private let probe = SmallSetup.probe()

  private var series: [ImageSeries] { probe.recorder.images.compactMap(\.series) }

  @Test(arguments: ["activations", "latent", "loss", "recon", "traverse", "weights"])
  func `a figure follows training, one picture an epoch and the last for good`(figure: String) {
    probe.enter("train 3 plot=\(figure)")
    #expect(probe.error == nil)
    #expect(series.map(\.isFinished) == [false, false, false, true])
    #expect(Set(series.map(\.identifier)).count == 1)
    let pictures = probe.recorder.images
    #expect(pictures[0].png != pictures[2].png)
    #expect(pictures[3].png == pictures[2].png)
    #expect(probe.enter("print _.epoch") == ["3"])
    probe.enter("train 1 plot=\(figure)")
    #expect(series.first?.identifier != nil)
  }

  @Test func `the picture comes behind the line of its epoch`() {
    probe.enter("train 2 plot=recon")
    let order = probe.recorder.events.compactMap { event -> String? in
      switch event {
      case .text(let text, _): String(text.prefix(9))
      case .image(let image): image.series?.isFinished == true ? "end" : "picture"
      default: nil
      }
    }
    #expect(order == ["[epoch:1]", "picture", "[epoch:2]", "picture", "end"])
  }

  @Test func `looking changes nothing of the training`() {
    func sums(_ options: String) -> [String] {
      probe.enter("seed 3; model 784 8 2; dataset digits count=256 test=64; batch 32")
      probe.enter("train 2 \(options); train steps=3 \(options); train 1 \(options)")
      #expect(probe.error == nil)
      return probe.enter(
        "print _.loss, sum(param(\"encoder.0.weight\")), sum(param(\"decoder.2.bias\"))"
      )
    }
    let plain = sums("")
    for figure in ["loss", "recon", "latent", "activations"] {
      #expect(sums("plot=\(figure)") == plain)
    }
  }

  @Test func `what was drawn can be saved, and a run by steps draws where it ends`() {
    let directory = TemporaryDirectory()
    probe.enter("train 1 plot=weights")
    #expect(probe.enter("save \(directory.file("weights.png"))").count == 1)
    probe.enter("train steps=1 plot=recon")
    #expect(series.map(\.isFinished) == [false, true])
    probe.enter("train 0 plot=recon")
    #expect(probe.recorder.events.isEmpty)
  }

  @Test func `a figure that cannot be drawn is a warning, and training goes on`() {
    #expect(probe.enter("train steps=1 plot=loss").isEmpty)
    #expect(probe.error == nil)
    let warning = probe.recorder.diagnostics.first
    #expect(warning?.message == "the figure could not be drawn: no epoch has finished yet")
    #expect(probe.enter("print _.steps") == ["1"])
  }

  @Test func `figures are choices of train, with help and completion`() {
    #expect(probe.enter("train 1 plot=hist").isEmpty)
    #expect(probe.error?.hasPrefix("value: train's plot must be ") == true, "\(probe.error ?? "")")
    let completion = probe.session.completion(of: "train 1 plot=l", at: 14)
    #expect(completion.candidates.map(\.text) == ["latent", "loss"])
    #expect(probe.enter("help train").joined().contains("plot=FIGURE"))
  }

  @Test func `an interruption leaves the last picture`() {
    probe.recorder.onEvent = { [session = probe.session] event in
      if case .image = event { session.interruption.request() }
    }
    probe.enter("train 5 plot=recon")
    #expect(probe.error?.hasPrefix("interrupted: ") == true)
    #expect(series.map(\.isFinished) == [false, true])
  }
}
