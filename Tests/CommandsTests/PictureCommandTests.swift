import Glibc
import Shell
import TestSupport
import Testing

@Suite struct PictureCommandTests {
  private let probe = SmallSetup.probe()
  private let directory = TemporaryDirectory()

  private func bytes(of name: String) -> [UInt8] {
    guard let file = fopen(directory.file(name), "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  @Test func `shows a picture and says where its pixels are`() throws {
    #expect(
      probe.enter("plot recon count=3 scale=2") == [
        "[recon: 3 images of the test set above their reconstructions (\(size) pixels); "
          + "'save recon.png' writes it]"
      ]
    )
    let image = try #require(probe.recorder.images.first)
    #expect(probe.enter("print _.width, _.height, _.cell") == ["\(image.width) \(image.height) 56"])
  }

  @Test func `recon shows errors where it is to, and says the same of its pixels`() throws {
    probe.enter("plot recon count=3")
    let plain = try #require(probe.recorder.images.first)
    let names = probe.enter("print keys(_)")
    probe.enter("plot recon count=3 error=true")
    let image = try #require(probe.recorder.images.first)
    #expect(image.content?.texts.map(\.text) == ["raw", "en-decoder", "error"])
    #expect(probe.enter("print keys(_)") == names)
    let line = probe.enter("print _.left, _.top, _.cell, _.gap").last ?? ""
    let place = line.split(separator: " ").compactMap { Int($0) }
    let pixels = try #require(image.content?.pixels)
    #expect(image.height == plain.height + place[2] + place[3])
    // The middle of each tile's pixels.
    for column in 0..<3 {
      for y in 0..<28 {
        for x in 0..<28 {
          let left = place[0] + column * (place[2] + place[3]) + x * 4 + 2
          let rows = (0..<3).map { row in
            let top = place[1] + row * (place[2] + place[3]) + y * 4 + 2
            return Int(pixels.bytes[top * pixels.width + left])
          }
          #expect(rows[2] == abs(rows[0] - rows[1]))
        }
      }
    }
  }

  private var size: String {
    probe.recorder.images.first.map { "\($0.width)x\($0.height)" } ?? "no picture"
  }

  @Test func `saves the figure that the file's name says, as it was plotted`() {
    let file = directory.file("recon_2.png")
    probe.enter("plot recon count=2")
    probe.enter("plot images count=4")
    #expect(probe.enter("save \(file)") == ["saved \(file)"])
    let recon = bytes(of: "recon_2.png")
    #expect(recon.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    probe.enter("save \(directory.file("other.png"))")
    #expect(bytes(of: "other.png") != recon)
    probe.enter("save \(directory.file("named.png")) recon count=2")
    #expect(bytes(of: "named.png") == recon)
    probe.enter("train 1; save \(directory.file("recon.png"))")
    #expect(bytes(of: "recon.png") == recon)
    probe.enter("plot recon count=2; save \(directory.file("recon.png"))")
    #expect(bytes(of: "recon.png") != recon)
  }

  @Test func `saving a figure says where its pixels are, too`() {
    probe.enter("let x = 1; x;")
    probe.enter("save \(directory.file("named.png")) recon count=2 scale=2")
    #expect(probe.enter("print _.cell") == ["56"])
  }

  @Test func `writes a tensor as NumPy does`() {
    let file = directory.file("codes.npy")
    probe.enter("save \(file) tensor([[1, 2], [3, 4.5]])")
    let contents = bytes(of: "codes.npy")
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"
    #expect(Array(contents.prefix(10)) == [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0])
    #expect(String(decoding: contents[10..<10 + header.count], as: UTF8.self) == header)
    #expect(contents.count == 128 + 16)
    #expect(contents.suffix(4) == [0, 0, 0x90, 0x40])
  }

  @Test func `F086 F118 refuses what it cannot write and what is not its own`() {
    let script = directory.write(Array("print 1".utf8), to: "recon.png")
    probe.enter("save \(script)")
    #expect(probe.error == "file: '\(script)' exists and is no .png file")
    #expect(bytes(of: "recon.png") == Array("print 1".utf8))
    #expect(probe.enter("save \(script) force=true") == ["saved \(script)"])
    for (entry, part) in [
      ("save a.jpg recon", "ending in .png, .svg, .pdf, .npy, .csv or .safetensors"),
      ("save a recon", "ending in .png, .svg, .pdf, .npy, .csv or .safetensors"),
      ("save .png", "ending in .png, .svg, .pdf, .npy, .csv or .safetensors"),
      ("save \(directory.file("a.npy"))", "takes a tensor"),
      ("save \(directory.file("no/such/a.png")) recon", "cannot write"),
    ] {
      probe.enter(entry)
      #expect(probe.error?.contains(part) == true, "\(entry): \(probe.error ?? "no error")")
    }
    #expect(directory.names == ["recon.png"])
  }

  @Test(arguments: ["plot recon count=0", "plot recon scale=65", "plot recon start=128", "plot x"])
  func `F114 refuses figures that show nothing or too much`(entry: String) {
    #expect(probe.enter(entry) == [])
    #expect(probe.recorder.diagnostics.count == 1)
  }
}
