import Testing

@testable import Datasets

@Suite struct PNGDecoderTests {
  private let gray = PNGSample(width: 3, height: 2, rows: [[0, 100, 255], [1, 2, 3]])

  private func decode(_ bytes: [UInt8], budget: Int = 1 << 20) throws(PNGFault) -> [UInt8] {
    try PNGDecoder.decode(bytes, budget: budget).pixels
  }

  @Test func `reads grey pixels as they are`() throws {
    let picture = try PNGDecoder.decode(gray.bytes, budget: 1 << 20)
    #expect(picture.height == 2 && picture.width == 3)
    #expect(picture.pixels == [0, 100, 255, 1, 2, 3])
  }

  @Test func `makes colours grey, and what is transparent black`() throws {
    let white: [UInt8] = [255, 255, 255, 0, 0, 0]
    let color = PNGSample(width: 2, height: 1, colorType: 2, rows: [white])
    #expect(try decode(color.bytes) == [255, 0])
    let clear = PNGSample(width: 2, height: 1, colorType: 4, rows: [[255, 255, 255, 0]])
    #expect(try decode(clear.bytes) == [255, 0])
    let deep = PNGSample(width: 2, height: 1, depth: 16, rows: [[255, 255, 0, 0]])
    #expect(try decode(deep.bytes) == [255, 0])
  }

  @Test(arguments: [
    (0, 1), (1, 0), (65_536, 1), (1, 65_536), (65_535, 65_535), (1 << 31, 1), (400, 400),
  ])
  func `F114 refuses sizes beyond the caps before anything is decoded`(width: Int, height: Int) {
    var sample = gray
    (sample.width, sample.height) = (width, height)
    #expect(throws: PNGFault.self) { try decode(sample.bytes) }
  }

  @Test func `F068 every cut is found`() {
    let bytes = gray.bytes
    // The last chunk is empty, and libpng does not miss it.
    for count in 0..<(bytes.count - 12) {
      #expect(throws: PNGFault.self, "\(count) bytes") { try decode(Array(bytes[..<count])) }
    }
  }

  @Test func `F054 a byte that changes is found, or carries nothing`() {
    let bytes = gray.bytes
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x41
      if let pixels = try? decode(changed) {
        #expect(pixels == [0, 100, 255, 1, 2, 3], "\(index)")
      }
    }
  }

  @Test(arguments: [[], [0x89, 0x50, 0x4E, 0x47], Array("not a picture".utf8)] as [[UInt8]])
  func `F069 refuses other files`(bytes: [UInt8]) {
    #expect(throws: PNGFault.self) { try decode(bytes) }
  }
}
