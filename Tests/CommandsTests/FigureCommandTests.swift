import Glibc
import Shell
import TestSupport
import Testing

@Suite struct FigureCommandTests {
  private let probe = SmallSetup.probe()
  private let directory = TemporaryDirectory()

  private static let figures = [
    "activations", "hist encoder.0.weight", "images", "interpolate 0 1", "latent",
    "latent dims=[0, 1]", "latent dims=[2]", "loss", "loss log=true", "recon", "traverse",
    "traverse dims=[2, 0] grid=true", "weights", "weights layer=last", "weights layer=decoder.0",
    "encode(test_x)", "[3, 1, 2] style=bars names=[\"a\", \"b\", \"c\"]", "[1, nan, 2] log=true",
    "[4]", "[7, 7, 7]", "[1, 10, 100] x=[1, 2, 4] logx=true style=dots title=\"dots\"",
  ]

  private func bytes(of name: String) -> [UInt8] {
    guard let file = fopen(directory.file(name), "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 22)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  @Test(arguments: figures)
  func `every figure is shown, and written twice alike in each format`(figure: String) throws {
    probe.enter("train 1")
    #expect(probe.enter("plot \(figure)").count == 1, "\(probe.error ?? "")")
    let image = try #require(probe.recorder.images.first)
    #expect(image.png.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(image.caption.contains("; 'save "))
    #expect(probe.enter("print _.width, _.height") == ["\(image.width) \(image.height)"])
    for (ending, start) in [("png", "PNG"), ("svg", "<?xml"), ("pdf", "%PDF-")] {
      for copy in ["a", "b"] {
        let file = directory.file("\(copy).\(ending)")
        #expect(probe.enter("save \(file) \(figure)") == ["saved \(file)"], "\(probe.error ?? "")")
      }
      let first = bytes(of: "a.\(ending)")
      #expect(first.count > 500)
      #expect(first.dropFirst(ending == "png" ? 1 : 0).starts(with: start.utf8))
      #expect(first == bytes(of: "b.\(ending)"), "\(ending)")
    }
    #expect(bytes(of: "a.png") == image.png)
  }

  @Test(arguments: [
    ("loss", true), ("hist encoder.0.weight", true), ("recon", false), ("weights", false),
  ])
  func `drawings of lines are shown as vectors, too`(figure: String, isVector: Bool) throws {
    probe.enter("train 1")
    probe.enter("plot \(figure)")
    let image = try #require(probe.recorder.images.first)
    #expect((image.svg?.hasPrefix("<?xml") ?? false) == isVector)
  }

  @Test(arguments: [
    ("plot loss", "state: no epoch has finished yet"),
    ("plot hist [nan, nan]", "value: there is nothing to draw: none of 2 values is finite"),
    ("plot [nan, inf]", "value: there is nothing to draw: none of 2 values is finite"),
    ("plot [0, -1] log=true", "value: there is nothing to draw on a logarithmic axis"),
    ("plot zeros(0)", "value: there are no numbers to draw"),
    ("plot [1, 2] width=0", "value: plot's width must be a whole number from 120"),
    ("plot [1, 2] width=100000", "value: plot's width must be a whole number from 120"),
    ("plot [1, 2] width=8192 height=8192 scale=8", "limit: "),
    ("plot [1, 2] x=[1]", "shape: x= has 1 numbers"),
    ("plot [1, 2] labels=[\"a\", \"b\"]", "shape: there are 2 labels for 1 lines"),
    ("plot [1, 2] names=[3]", "type: names= takes strings"),
    ("plot test_x", "shape: 'test_x' has 784 columns"),
    ("plot zeros(2, 2, 2)", "shape: plot draws tensors of rank 1 or 2"),
    ("plot \"text\"", "type: plot needs a tensor or a number, not a string"),
    ("plot weights colors=jet", "value: plot weights' colors must be diverging"),
    ("plot weights layer=encoder.1", "name: the model has no layer 'encoder.1' with weights"),
    ("plot latent dims=[0, 3]", "index: the code has no dimension 3"),
    ("plot latent dims=[0, 0]", "value: dims= names dimension 0 twice"),
    ("plot latent dims=[]", "value: dims= takes 1 to 3"),
    ("plot interpolate 0 128", "index: there is no image 128"),
    ("plot traverse grid=true dims=[0]", "value: a grid takes two dimensions"),
    ("plot recon xlabel=x", "name: plot recon has no option 'xlabel'"),
    ("save x.png title=\"t\"", "name: save has no use for 'title' without values"),
    ("save x.jpg recon", "value: save's file must be a path ending in .png"),
    ("save . recon", "value: "), ("save /dev/full.png/x.svg recon", "file: "),
  ])
  func `F114 F115 F117 refuses with one diagnostic, and nothing changes`(
    entry: String,
    error: String
  ) {
    let before = probe.enter("print sum(param(\"encoder.0.weight\"))")
    #expect(probe.enter(entry) == [])
    #expect(probe.recorder.diagnostics.count == 1)
    #expect(probe.error?.hasPrefix(error) == true, "\(probe.error ?? "no error")")
    #expect(probe.enter("print sum(param(\"encoder.0.weight\"))") == before)
  }

  @Test(arguments: [("recon", "dataset"), ("loss", "model"), ("weights", "model")])
  func `says what is missing in an empty session`(figure: String, missing: String) {
    let probe = SessionProbe()
    probe.enter("plot \(figure)")
    #expect(probe.error == "state: there is no \(missing) yet")
  }

  @Test func `F116 F118 keeps what is no figure, and leaves no file where it cannot write`() {
    for name in ["a.svg", "a.pdf"] {
      let file = directory.write(Array("mine".utf8), to: name)
      probe.enter("save \(file) weights")
      #expect(probe.error?.hasPrefix("file: '\(file)' exists and is no .") == true)
      #expect(bytes(of: name) == Array("mine".utf8))
      #expect(probe.enter("save \(file) weights force=true") == ["saved \(file)"])
      #expect(probe.enter("save \(file) weights") == ["saved \(file)"])
    }
    mkdir(directory.file("folder.svg"), 0o700)
    probe.enter("save \(directory.file("folder.svg")) weights")
    #expect(probe.error?.hasPrefix("file: ") == true)
    #expect(directory.names == ["a.pdf", "a.svg", "folder.svg"])
  }

  @Test func `the test loss is shown for the epochs after which it was measured`() {
    let file = directory.file("loss.svg")
    func strokes(_ entry: String) -> Int {
      probe.enter("\(entry); save \(file) loss")
      return String(decoding: bytes(of: "loss.svg"), as: UTF8.self).split(separator: "<path").count
    }
    let once = strokes("train 3")
    // A second measure makes a line of a point.
    #expect(strokes("train 1; eval; train 1") > once)
    probe.enter("reset")
    #expect(strokes("train 3") == once)
  }

  @Test func `numbers are named by their expressions, or as told`() {
    let file = directory.file("a.svg")
    probe.enter("let y = tensor([1, 2])")
    #expect(probe.enter("save \(file) y, y * 2 labels=[\"a\", \"b\"]").count == 1)
    let told = bytes(of: "a.svg")
    probe.enter("save \(file) y, y * 2")
    #expect(bytes(of: "a.svg") != told)
    #expect(probe.enter("plot y * 2").first?.contains("plot: y * 2 as lines (640x400") == true)
    let image = probe.recorder.images
    #expect(image.first?.width == 640)
    probe.enter("plot y * 2 scale=2 width=300 height=200")
    #expect(probe.recorder.images.first?.width == 600)
  }

  @Test func `a figure's name wins over a variable's`() {
    probe.enter("let weights = [1, 2]")
    #expect(probe.enter("plot weights").first?.contains("the weights of 16 units") == true)
    #expect(probe.enter("plot (weights)").first?.contains("as lines") == true)
  }

  @Test func `completion knows figures and their options`() {
    func candidates(_ text: String) -> [String] {
      probe.session.completion(of: text, at: text.unicodeScalars.count).candidates.map(\.text)
    }
    #expect(candidates("plot wei") == ["weights"])
    #expect(candidates("plot weights col") == ["colors="])
    #expect(candidates("plot weights colors=d") == ["diverging"])
    #expect(candidates("save a.png latent el") == ["elevation="])
    #expect(candidates("plot [1] sty") == ["style="])
  }
}
