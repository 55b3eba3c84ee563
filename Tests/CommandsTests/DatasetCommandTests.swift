import Glibc
import Language
import Shell
import TestSupport
import Testing

@Suite struct DatasetCommandTests {
  private let probe = SessionProbe()
  private let directory = TemporaryDirectory()

  /// An IDX file of unsigned bytes.
  private static func idx(_ dimensions: [Int], _ values: [UInt8]) -> [UInt8] {
    let header: [UInt8] = [0, 0, 8, UInt8(dimensions.count)]
    return header
      + dimensions.flatMap { size in (0..<4).map { UInt8((size >> (24 - 8 * $0)) & 0xFF) } }
      + values
  }

  private static let images = idx([3, 2, 2], (0..<12).map { UInt8($0 * 20) })
  private static let labels = idx([3], [0, 1, 1])

  @Test func `loads IDX files with labels`() {
    let images = directory.write(Self.images, to: "images")
    let labels = directory.write(Self.labels, to: "labels")
    let lines = probe.enter("dataset idx \(images) labels=\(labels)")
    #expect(lines == ["idx: 3 training images of 2x2, from \(images), \(labels)"])
    let report = probe.enter("dataset")
    #expect(report.suffix(3) == ["class\ttrain", "0\t1", "1\t2"])
    #expect(probe.enter("train_x[0, 0]") == ["-1.0"])
    #expect(probe.enter("train_y") == ["tensor([0, 1, 1])"])
    probe.enter("test_x")
    #expect(probe.error == "state: the dataset 'idx' has no test images")
  }

  private static let damaged: [(name: String, bytes: [UInt8], reason: String)] = [
    ("F047 empty", [], "the IDX header ends at byte 0"),
    ("F047 short", Array(images[..<7]), "the IDX header ends at byte 7"),
    ("F048 magic", [1] + images[1...], "not an IDX file: it begins with 0x01000803"),
    (
      "F048 little-endian", images[..<4].reversed() + images[4...],
      "not an IDX file: it begins with 0x03080000"
    ),
    (
      "F048 type", [0, 0, 0x0D] + images[3...], "elements of type 0x0d instead of unsigned bytes"
    ),
    (
      "F049 overflow", idx([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], []), "more than can be counted"
    ),
    ("F050 missing", Array(images.dropLast()), "the header promises"),
    ("F050 surplus", images + [0], "the header promises"),
    ("F053 gz cut", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x63], "gzip data ends early"),
  ]

  @Test(arguments: damaged)
  func `a damaged file is one diagnostic and changes nothing`(
    name: String,
    bytes: [UInt8],
    reason: String
  ) {
    probe.enter("dataset digits count=20 test=5")
    let path = directory.write(bytes, to: "images")
    probe.enter("dataset idx \(path)")
    #expect(probe.recorder.diagnostics.count == 1)
    #expect(probe.recorder.diagnostics.first?.kind == .data)
    #expect(probe.error?.contains(reason) == true, "\(probe.error ?? "no error")")
    #expect(probe.enter("dataset").first?.hasPrefix("digits: 20 training and 5 test") == true)
  }

  @Test func `a missing file and too few labels are told with their names`() {
    probe.enter("dataset idx /no/such/file")
    #expect(probe.error == "file: cannot read '/no/such/file': no such file or directory")
    let images = directory.write(Self.images, to: "images")
    let labels = directory.write(Self.idx([2], [0, 1]), to: "labels")
    probe.enter("dataset idx \(images) labels=\(labels)")
    #expect(probe.error?.hasSuffix("3 images but 2 labels") == true)
  }

  @Test(arguments: [10, 255] as [UInt8])
  func `F052 a label beyond the classes is refused, unless there are said to be more`(label: UInt8)
  {
    let images = directory.write(Self.images, to: "images")
    let labels = directory.write(Self.idx([3], [9, 0, label]), to: "labels")
    probe.enter("dataset idx \(images) labels=\(labels)")
    #expect(
      probe.error == "data: '\(labels)': label \(label) of image 2 is none of the 10 classes"
    )
    #expect(probe.recorder.diagnostics.first?.hint?.contains("classes=") == true)
    probe.enter("dataset idx \(images) labels=\(labels) classes=\(Int(label) + 1)")
    #expect(probe.error == nil)
    #expect(probe.enter("max(train_y)") == ["\(label).0"])
  }

  @Test func `a file with other contents than the published ones is refused`() {
    let pixels = [UInt8](repeating: 0, count: 60_000 * 784)
    directory.write(Self.idx([60_000, 28, 28], pixels), to: "train-images-idx3-ubyte")
    directory.write(Self.idx([60_000], pixels.prefix(60_000) + []), to: "train-labels-idx1-ubyte")
    directory.write(
      Self.idx([10_000, 28, 28], pixels.prefix(7_840_000) + []),
      to: "t10k-images-idx3-ubyte"
    )
    directory.write(Self.idx([10_000], pixels.prefix(10_000) + []), to: "t10k-labels-idx1-ubyte")
    probe.enter("dataset mnist dir=\(directory.path)")
    #expect(probe.recorder.diagnostics.map(\.kind) == [.data])
    #expect(probe.error?.contains("SHA-256") == true)
  }

  @Test func `F129 without files and without a download it says where it looked and what to do`() {
    probe.enter("dataset mnist dir=\(directory.path)")
    #expect(probe.error?.contains(directory.path) == true)
    #expect(probe.recorder.diagnostics.first?.hint?.contains("dataset digits") == true)
    probe.enter("dataset fashion download=false")
    #expect(probe.recorder.diagnostics.first?.kind == .data)
  }

  @Test func `generated digits are the same each time and follow their seed`() {
    func checksum(_ entry: String) -> String? {
      probe.enter(entry)
      return probe.enter("dataset").first { $0.hasPrefix("SHA-256") }
    }
    let first = checksum("dataset digits count=100 test=10")
    #expect(first != nil)
    #expect(first == checksum("dataset digits count=100 test=10"))
    #expect(first != checksum("dataset digits count=100 test=10 seed=1"))
  }

  @Test(
    .enabled(if: getenv("AEREPL_DATA") != nil, "AEREPL_DATA names no folder with MNIST")
  )
  func `loads real MNIST with its published class counts`() throws {
    var options = SessionOptions()
    options.environment["AEREPL_DATA"] = String(cString: try #require(getenv("AEREPL_DATA")))
    let probe = SessionProbe(options: options)
    #expect(
      probe.enter("dataset mnist").first?.hasPrefix(
        "mnist: 60,000 training and 10,000 test images of 28x28"
      ) == true
    )
    #expect(
      probe.enter("dataset").suffix(10) == [
        "0\t5923\t980", "1\t6742\t1135", "2\t5958\t1032", "3\t6131\t1010", "4\t5842\t982",
        "5\t5421\t892", "6\t5918\t958", "7\t6265\t1028", "8\t5851\t974", "9\t5949\t1009",
      ]
    )
    #expect(probe.enter("train_y[0:5]") == ["tensor([5, 0, 4, 1, 9])"])
    probe.enter("model 784 128 64 16 3")
    probe.enter("train 1")
    #expect(probe.enter("_.steps") == ["469"])
    // Gates of eleven reference runs with other seeds, in PyTorch and NumPy.
    probe.enter("train 5")
    #expect(probe.enter("_.loss <= 0.157 and _.loss >= 0.138") == ["true"])
    probe.enter("history")
    let first = probe.recorder.lines.first { $0.hasPrefix("1\t") }?.split(separator: "\t")
    let loss = try #require(first.flatMap { Double($0[1]) })
    #expect((0.235...0.275).contains(loss))
  }
}
