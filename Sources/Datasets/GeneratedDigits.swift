internal import Tensors

/// A generator of images like handwritten digits, in the manner of MNIST: built in, without files.
///
/// An image depends on the seed and its index alone, and on nothing but exactly defined arithmetic,
/// so it is the same on every machine and on any number of threads.
public struct GeneratedDigits: Sendable {
  /// The number of training images.
  public var count: Int

  /// The number of test images.
  public var test: Int

  /// The seed.
  public var seed: UInt64

  /// The number of images of a split that can be asked for.
  public static let limit = 1 << 24

  /// The properties kept with each image, and the ranges in which they lie.
  public static var factors: [(name: String, range: ClosedRange<Float>)] { DigitFactors.ranges }

  /// Training and test images never share an index, nor do the labels with either.
  private static let testBase: UInt32 = 1 << 30
  private static let labelBase: UInt32 = 1 << 31

  /// The images that a thread draws at a time; whole groups of ten labels.
  private static let pieceSize = 500

  /// Creates a generator.
  ///
  /// - Precondition: the counts lie in `1...limit` and `0...limit`.
  public init(count: Int = 60_000, test: Int = 10_000, seed: UInt64 = 0) {
    precondition((1...Self.limit).contains(count), "a dataset has images, and not too many")
    precondition((0...Self.limit).contains(test), "a test set may be empty, but not too large")
    self.count = count
    self.test = test
    self.seed = seed
  }

  /// Draws all images, on up to `threads` threads.
  ///
  /// Throws where the images need more than `budget` bytes of memory, and where `stop`, which every
  /// thread asks, says so.
  public func load(
    scaling: PixelScaling = .standard,
    threads: Int = 2,
    budget: Int,
    stop: @Sendable () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    let perImage = DigitRaster.side * DigitRaster.side + 1 + 4 * Self.factors.count
    let needed = (count + test) * perImage
    guard needed <= budget else {
      throw .tooLarge(path: "digits", bytes: needed, budget: budget)
    }
    let dataset = Dataset(
      name: "digits",
      origin: .generator(seed: seed),
      train: images(count, base: 0, scaling: scaling, threads: threads, stop),
      test: test == 0
        ? nil : images(test, base: Self.testBase, scaling: scaling, threads: threads, stop),
      scaling: scaling
    )
    if stop() { throw .interrupted }
    return dataset
  }

  private func images(
    _ count: Int,
    base: UInt32,
    scaling: PixelScaling,
    threads: Int,
    _ stop: @Sendable () -> Bool
  ) -> ImageSet {
    let size = DigitRaster.side * DigitRaster.side
    let labels = labels(count, base: base, stop)
    let columns = Self.factors.count
    var factors = [Float](repeating: 0, count: count * columns)
    var bytes = [UInt8](repeating: 0, count: count * size)
    bytes.withUnsafeMutableBufferPointer { bytes in
      factors.withUnsafeMutableBufferPointer { factors in
        // SAFETY: each piece writes to the rows of its own images alone, and the buffers outlive
        // the call, which returns when all pieces are done.
        nonisolated(unsafe) let bytes = bytes
        nonisolated(unsafe) let factors = factors
        let pieces = (count + Self.pieceSize - 1) / Self.pieceSize
        Parallel.forEach(pieces, threads: threads) { piece in
          var raster = DigitRaster()
          for index in piece * Self.pieceSize..<min(count, (piece + 1) * Self.pieceSize) {
            if index % 10 == 0, stop() { return }
            let image = bytes.extracting(index * size..<(index + 1) * size)
            let values = draw(labels[index], base + UInt32(index), with: &raster, into: image)
            for (column, value) in values.enumerated() { factors[column * count + index] = value }
          }
        }
      }
    }
    let named = Self.factors.enumerated().map { column, factor in
      ImageSet.Factor(
        name: factor.name,
        values: Array(factors[column * count..<(column + 1) * count])
      )
    }
    return ImageSet(
      height: DigitRaster.side,
      width: DigitRaster.side,
      bytes: bytes,
      labels: labels,
      factors: named,
      scaling: scaling,
      stop: stop
    )
  }

  private func draw(
    _ digit: UInt8,
    _ index: UInt32,
    with raster: inout DigitRaster,
    into image: UnsafeMutableBufferPointer<UInt8>
  ) -> [Float] {
    var random = RandomSource(seed: seed).stream(.images, index)
    var factors = DigitFactors(random: &random)
    var pen = DigitPen(random: random, tremor: factors.tremor)
    factors.style = Float(DigitShapes.draw(Int(digit), &pen, factors))
    raster.draw(&pen, factors, into: image)
    return factors.values
  }

  /// Returns labels of which each ten that follow each other have all classes, in random order.
  ///
  /// Once `stop` says so, the rest is zero.
  private func labels(_ count: Int, base: UInt32, _ stop: () -> Bool) -> [UInt8] {
    let source = RandomSource(seed: seed)
    var labels: [UInt8] = []
    labels.reserveCapacity(count + 9)
    while labels.count < count {
      if labels.count % 1_000 == 0, stop() {
        return labels + [UInt8](repeating: 0, count: count - labels.count)
      }
      let index = Self.labelBase + base + UInt32(labels.count)
      var random = source.stream(.images, index)
      labels += random.permutation(count: 10).map { UInt8($0) }
    }
    return Array(labels.prefix(count))
  }
}
