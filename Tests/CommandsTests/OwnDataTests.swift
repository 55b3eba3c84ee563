import Glibc
import Language
import Shell
import TestSupport
import Testing

/// Data of the user's own: arrays, tables and pictures.
@Suite struct OwnDataTests {
  private let directory = TemporaryDirectory()
  private let probe = SmallSetup.probe()

  private func file(_ name: String) -> String { directory.file(name) }

  private func write(_ text: String, to name: String) {
    directory.write(Array(text.utf8), to: name)
  }

  @Test func `F084 tensors go through files unchanged`() {
    probe.enter("let a = randn(3, 4); let v = randn(5)")
    for ending in ["npy", "csv"] {
      probe.enter("save \(file("a.\(ending)")) a; save \(file("v.\(ending)")) v")
      probe.enter("read b \(file("a.\(ending)")); read w \(file("v.\(ending)"))")
      #expect(probe.error == nil)
      #expect(probe.enter("shape(b) == shape(a)") == ["true"])
      #expect(probe.enter("all(b == a) and all(w == v)") == ["true"])
    }
  }

  @Test func `trains on tables of any width, whose numbers stay as they are`() {
    write("a,b,c,label\n1,-2.5,3,0\n4,5,600,1\n7,8,9,2\n", to: "t.csv")
    let lines = probe.enter("dataset csv \(file("t.csv")) label=-1 test=\(file("t.csv"))")
    #expect(
      lines == [
        "csv: 3 training and 3 test rows of 3 numbers, from \(file("t.csv")), \(file("t.csv"))"
      ]
    )
    #expect(probe.enter("train_x[0:2]") == ["tensor([[1, -2.5, 3],", "        [4, 5, 600]])"])
    #expect(probe.enter("train_y[0:3]") == ["tensor([0, 1, 2])"])
    probe.enter("train 1")
    #expect(probe.error == "shape: the model takes 784 numbers, the images have 3 pixels")
    probe.enter("model 3 2 output=none; train 2; eval")
    #expect(probe.error == nil)
    #expect(probe.enter("abs(_.mse - mean((reconstruct(test_x) - test_x)^2)) < 1e-2") == ["true"])
    probe.enter("plot recon; plot images")
    #expect(probe.error == nil)
    #expect(probe.recorder.images.count == 2)
  }

  @Test func `a checkpoint of a table's training is resumed elsewhere`() {
    write((0..<40).map { "\($0),\($0 % 7),\(1.5 * Double($0))\n" }.joined(), to: "t.csv")
    let setup = "dataset csv \(file("t.csv")); batch 8; model 3 2; train steps=7"
    probe.enter("\(setup); checkpoint \(file("a.ck")); train 2")
    let other = SessionProbe()
    other.enter("resume \(file("a.ck")); train 2")
    #expect(other.error == nil)
    let weights = "print param(\"encoder.0.weight\"), param(\"decoder.0.bias\")"
    #expect(other.enter(weights) == probe.enter(weights))
  }

  @Test func `reads arrays of bytes as images`() {
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 3), }\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
    directory.write(start + Array(header.utf8) + (0..<12).map { $0 * 20 }, to: "i.npy")
    #expect(
      probe.enter("dataset npy \(file("i.npy"))") == [
        "npy: 2 training images of 2x3, from \(file("i.npy"))"
      ]
    )
    #expect(probe.enter("train_x[1, 5]") == ["0.7254902"])
    #expect(probe.enter("read i \(file("i.npy")); i[1, 1, 2]") == ["220.0"])
  }

  @Test func `F040 numbers that are not finite are refused by their place`() {
    write("1,2\n3,nan\n", to: "t.csv")
    probe.enter("dataset csv \(file("t.csv"))")
    #expect(probe.error == "numeric: '\(file("t.csv"))': number 1 of sample 1 is not finite (nan)")
    #expect(probe.enter("len(train_x)") == ["512"])
  }

  @Test(arguments: ["1,1\n1,1\n", "0,0\n0,0\n", "255,255\n255,255\n"])
  func `F040 constant data trains without NaN`(text: String) {
    write(text, to: "t.csv")
    probe.enter("dataset csv \(file("t.csv")); model 2 1 output=none; train 3; plot images")
    #expect(probe.error == nil)
    #expect(probe.enter("all(isfinite(param(\"encoder.0.weight\")))") == ["true"])
  }

  @Test(arguments: [
    ("dataset npy missing.npy", "file"), ("dataset csv empty.csv", "data"),
    ("dataset npy empty.csv", "data"),
    ("read x empty.csv", "data"), ("dataset images .", "data"), ("dataset images missing", "file"),
    ("dataset images empty.csv", "file"), ("dataset csv one.csv label=7", "data"),
    ("dataset npy one.csv testlabels=one.csv", "value"),
  ])
  func `says what is wrong and keeps the old data`(entry: String, kind: String) {
    write("", to: "empty.csv")
    write("1,2\n", to: "one.csv")
    let words = entry.split(separator: " ").map(String.init)
    let path = words.count > 2 && words[2] != "." ? words[2] : ""
    let place = words[0] == "read" ? "empty.csv" : path
    probe.enter(
      entry.replacing(
        place.isEmpty ? " ." : place,
        with: place.isEmpty ? " \(directory.path)" : file(place)
      )
    )
    #expect(probe.recorder.diagnostics.map(\.kind.rawValue) == [kind])
    #expect(probe.enter("len(train_x)") == ["512"])
  }

  @Test func `reads folders of pictures, with a folder for each class`() {
    for (index, name) in ["one/a", "one/b", "two/c"].enumerated() {
      makeFolder(String(name.prefix(3)))
      probe.enter("plot images count=1 start=\(index); save \(file("\(name).png"))")
    }
    let lines = probe.enter("dataset images \(directory.path) test=\(file("one"))")
    #expect(probe.error == nil)
    #expect(lines.first?.hasPrefix("images: 3 training and 2 test images of ") == true)
    #expect(probe.enter("train_y[0:3]") == ["tensor([0, 0, 1])"])
    #expect(probe.enter("min(train_x)") == ["-1.0"])
    probe.enter("plot images count=2; save \(file("two/d.png"))")
    probe.enter("dataset images \(directory.path)")
    #expect(probe.error?.contains("a picture of ") == true)
    write("not a picture", to: "two/c.png")
    probe.enter("dataset images \(directory.path)")
    #expect(probe.error?.contains("no sound PNG picture: ") == true)
    #expect(probe.enter("len(train_x)") == ["3"])
  }

  private func makeFolder(_ name: String) { mkdir(file(name), 0o755) }
}
