import Kernels
import Testing

@testable import Tensors

/// The lists of the bytes that are not zero, which the first layer walks.
@Suite struct SparseListTests {
  struct Size: CustomTestStringConvertible {
    let columns: Int
    let width: Int
    let samples: Int
    var testDescription: String { "\(samples) of \(width) samples, \(columns) columns" }
  }

  /// Whole blocks of 32 columns and rests, panels of each width, full and not.
  private static let sizes = [
    Size(columns: 784, width: 64, samples: 64), Size(columns: 64, width: 64, samples: 64),
    Size(columns: 37, width: 64, samples: 50),
    Size(columns: 48, width: 48, samples: 48), Size(columns: 5, width: 32, samples: 17),
    Size(columns: 33, width: 16, samples: 1), Size(columns: 16, width: 64, samples: 16),
  ]

  @Test(arguments: KernelTests.paths, sizes)
  func `copies rows to the panel and lists what is not zero`(path: String, size: Size) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let matrix = Self.matrix(rows: 80, columns: size.columns)
    let order = (0..<Int32(70)).map { ($0 * 37 + 5) % 80 }
    let memory = SparseInputMemory(columns: size.columns, panels: 1, width: size.width)
    matrix.withUnsafeBufferPointer { bytes in
      order.withUnsafeBufferPointer { order in
        var job = KernelSparseGather(
          bytes: bytes.baseAddress,
          indices: order.baseAddress,
          first: 3,
          samples: size.samples,
          columns: size.columns,
          width: size.width,
          panel: memory.input.bytes(panel: 0),
          columnEntries: memory.input.columnEntries(panel: 0),
          columnStarts: memory.input.columnStarts(panel: 0)
        )
        kernels.sparseGather(&job)
      }
    }
    let starts = memory.input.columnStarts(panel: 0)
    let entries = memory.input.columnEntries(panel: 0)
    for column in 0..<size.columns {
      let expected = (0..<size.width).map { sample in
        sample < size.samples
          ? matrix[Int(order[3 + sample]) * size.columns + column] : 0
      }
      let panel = (0..<size.width).map { memory.input.bytes(panel: 0)[column * size.width + $0] }
      #expect(panel == expected)
      let list = (starts[column]..<starts[column + 1]).map { entries[Int($0)] }
      let listed = expected.enumerated().filter { $0.element != 0 }
      #expect(list == listed.map { UInt16($0.offset) << 8 | UInt16($0.element) })
    }
    withExtendedLifetime(memory) {}
  }

  /// The longest list there is, which must stay within its room: the next panel's begins behind it.
  @Test(arguments: KernelTests.paths, [16, 48, 64])
  func `a list of all bytes leaves the next panel alone`(path: String, width: Int) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let columns = 40
    let memory = SparseInputMemory(columns: columns, panels: 2, width: width)
    let matrix = [UInt8](repeating: 9, count: width * columns)
    let next = memory.input.columnEntries(panel: 1)
    next.update(repeating: 12_345, count: memory.input.entryCapacity)
    matrix.withUnsafeBufferPointer { bytes in
      var job = KernelSparseGather(
        bytes: bytes.baseAddress,
        indices: nil,
        first: 0,
        samples: width,
        columns: columns,
        width: width,
        panel: memory.input.bytes(panel: 0),
        columnEntries: memory.input.columnEntries(panel: 0),
        columnStarts: memory.input.columnStarts(panel: 0)
      )
      kernels.sparseGather(&job)
    }
    #expect(memory.input.columnStarts(panel: 0)[columns] == UInt32(width * columns))
    let isLeft = (0..<memory.input.entryCapacity).allSatisfy { next[$0] == 12_345 }
    #expect(isLeft)
    withExtendedLifetime(memory) {}
  }

  /// Bytes of which one in five is not zero; each third column is empty, each seventh one full.
  private static func matrix(rows: Int, columns: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<rows * columns).map { place in
      state = state &* 1_664_525 &+ 1_013_904_223
      let column = place % columns
      if column % 7 == 6 { return UInt8(1 + state >> 24 & 127) }
      return column % 3 == 2 || state >> 8 % 5 != 0 ? 0 : UInt8(state >> 24)
    }
  }
}
