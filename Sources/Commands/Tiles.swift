internal import Datasets
internal import Language
internal import Plots
internal import Tensors

/// Images of a dataset, or of a network, as tiles of a figure.
enum Tiles {
  /// Returns the rows that a figure shows: as many as asked for, or as there are.
  static func rows(from start: Int, count: Int, of images: ImageSet) throws(Diagnostic) -> Range<
    Int
  > {
    guard start < images.count else {
      throw Diagnostic(.index, "there is no image \(start): the set has \(images.count)")
    }
    return start..<min(images.count, start.addingReportingOverflow(count).partialValue)
  }

  /// Returns images of a set with the pixels they have.
  static func images(_ rows: Range<Int>, of images: ImageSet) throws(Diagnostic) -> [GrayImage] {
    let pixels = images.pixels
    if pixels.floats != nil {
      let scaling = GrayScale(mean: pixels.mean, deviation: pixels.deviation)
      return try self.images(of: pixels.tensor(rows: rows), width: images.width, scaling: scaling)
    }
    var tiles: [GrayImage] = []
    let size = images.height * images.width
    for row in rows {
      let part = Array(pixels.bytes[row * size..<(row + 1) * size])
      tiles.append(try tile(part, width: images.width))
    }
    return tiles
  }

  /// Returns the rows of a tensor as images.
  static func images(of tensor: Tensor, width: Int, scaling: GrayScale) throws(Diagnostic)
    -> [GrayImage]
  {
    let bytes = scaling.bytes(for: tensor.scalars)
    let size = tensor.shape[1]
    var tiles: [GrayImage] = []
    for row in 0..<tensor.shape[0] {
      tiles.append(try tile(Array(bytes[row * size..<(row + 1) * size]), width: width))
    }
    return tiles
  }

  private static func tile(_ pixels: [UInt8], width: Int) throws(Diagnostic) -> GrayImage {
    try Diagnostic.translating { () throws(PlotError) in
      try GrayImage(width: width, height: pixels.count / width, pixels: pixels)
    }
  }
}
