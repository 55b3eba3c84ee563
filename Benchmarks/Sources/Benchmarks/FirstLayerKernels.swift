import Kernels
import Tensors

/// The kernels of a first layer that skips zero bytes, as a training step calls them, on one thread.
struct FirstLayerKernels {
  let outputs: Int

  private let table: KernelTable
  private let images: ByteMatrix
  private let levels: [Float]
  private let distances: Buffer<Float>
  private let bytes: Buffer<UInt8>
  private let columnEntries: Buffer<UInt16>
  private let columnStarts: Buffer<UInt32>
  private let weights: Buffer<Float>
  private let bias: Buffer<Float>
  private let output: Buffer<Float>
  private let blocks: Buffer<Float>
  private let gradient: Buffer<Float>
  private let peak = Buffer<UInt32>(1, of: 0)

  private static let width = Int(kernelPanelWidth)
  private static let batch = 128
  private static let panels = batch / width

  private var inputs: Int { images.columnCount }
  private let entryCapacity: Int

  init?(images: ByteMatrix, outputs: Int) {
    let index = (0..<kernelTableCount()).first { kernelTable($0) != nil }
    guard let index, let table = kernelTable(index)?.pointee else { return nil }
    let (width, panels, inputs) = (Self.width, Self.panels, images.columnCount)
    // All bytes, and the 32 entries that may be written beyond.
    entryCapacity = (inputs * width + 63) / 32 * 32
    self.table = table
    self.images = images
    self.outputs = outputs
    levels = images.levels
    distances = Buffer(256, of: 0)
    for byte in 0..<256 { distances.start[byte] = levels[byte] - levels[0] }
    bytes = Buffer(panels * inputs * width, of: 0)
    columnEntries = Buffer(panels * entryCapacity, of: 0)
    columnStarts = Buffer(panels * (inputs + 1), of: 0)
    weights = .noise(inputs * outputs + 16)
    bias = .noise(outputs)
    output = .noise(outputs * Self.batch)
    blocks = .noise((outputs + width) * Self.batch)
    gradient = .noise(inputs * outputs)
  }

  /// Reads a batch and lists its bytes that are not zero.
  func gather() {
    images.bytes.withUnsafeBufferPointer { pixels in
      for panel in 0..<Self.panels {
        let job = KernelSparseGather(
          bytes: pixels.baseAddress,
          indices: nil,
          first: panel * Self.width,
          samples: Self.width,
          columns: inputs,
          width: Self.width,
          panel: bytes.start + panel * inputs * Self.width,
          columnEntries: columnEntries.start + panel * entryCapacity,
          columnStarts: columnStarts.start + panel * (inputs + 1)
        )
        // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it
        // names.
        withUnsafePointer(to: job) { table.sparseGather($0) }
      }
    }
  }

  func forward() {
    for panel in 0..<Self.panels {
      let job = KernelSparseAffine(
        inputs: inputs,
        outputs: outputs,
        width: Self.width,
        samples: Self.width,
        weights: weights.start,
        bias: bias.start,
        columnEntries: columnEntries.start + panel * entryCapacity,
        columnStarts: columnStarts.start + panel * (inputs + 1),
        distances: distances.start,
        background: levels[0],
        activation: .relu,
        output: output.start + panel * outputs * Self.width,
        places: nil,
        peak: peak.start
      )
      // SAFETY: as in `gather`.
      withUnsafePointer(to: job) { table.sparseAffine($0) }
    }
  }

  func weightGradient() {
    let job = KernelSparseWeightGradient(
      inputs: inputs,
      outputs: outputs,
      panels: Self.panels,
      width: Self.width,
      firstInput: 0,
      inputCount: inputs,
      columnEntries: columnEntries.start,
      columnStarts: columnStarts.start,
      entryCapacity: entryCapacity,
      blocks: blocks.start,
      capacity: Self.batch,
      distances: distances.start,
      background: levels[0],
      biasGradient: bias.start,
      gradient: gradient.start
    )
    // SAFETY: as in `gather`.
    withUnsafePointer(to: job) { table.sparseWeightGradient($0) }
  }
}
