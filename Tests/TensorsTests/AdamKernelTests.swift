import Kernels
import Testing

@testable import Tensors

/// The roots and quotients of Adam's kernel, which are those of the processor on each path.
@Suite struct AdamKernelTests {
  /// A rule that leaves the moments as they are and subtracts `m / sqrt(v)`.
  private static let bare = KernelAdam(
    rate: 1,
    rest1: 0,
    beta2: 1,
    rest2: 0,
    epsilon: 0,
    decay: 0,
    root: 1
  )

  private static let count = 1 << 16

  /// Returns how many of the updates of zeros by first moments of 1 are not `-1 / sqrt(v)`.
  ///
  /// With `isFlushed` the kernel takes subnormal numbers for zero, as it does in a step.
  private static func wrong(
    path: String,
    isFlushed: Bool = false,
    _ second: (Int) -> Float
  ) throws -> Int {
    let kernels = try CPUBackendTests.backend(path).kernels
    let owners = (0..<4).map { _ in FloatBuffer(count: count) }
    let (p, g, m, v) = (owners[0].start, owners[1].start, owners[2].start, owners[3].start)
    for place in 0..<count {
      m[place] = 1
      v[place] = second(place)
    }
    let row = KernelRows(count: 1, width: count, stride: count, gradientStride: count)
    let before = kernelFlushSubnormals(isFlushed)
    kernels.adam(bare, p, g, m, v, row)
    _ = kernelFlushSubnormals(before)
    var wrong = 0
    for place in 0..<count {
      let expected = 0 - 1 / second(place).squareRoot()
      wrong += p[place] == expected || p[place].isNaN && expected.isNaN ? 0 : 1
      wrong += v[place] == second(place) || v[place].isNaN ? 0 : 1
    }
    withExtendedLifetime(owners) {}
    return wrong
  }

  /// All mantissas, with an even exponent and an odd one: powers of four change no bit of a root.
  @Test(arguments: KernelTests.paths)
  func `takes the root of every mantissa as the processor does`(path: String) throws {
    for block in 0..<256 {
      let first = UInt32(0x3f80_0000) + UInt32(block * Self.count)
      let wrong = try Self.wrong(path: path) { Float(bitPattern: first + UInt32($0)) }
      #expect(wrong == 0, "\(wrong) from \(Float(bitPattern: first)) on")
    }
  }

  /// Every exponent from zero and subnormal numbers to infinity and NaN, in vectors of one kind and
  /// mixed.
  @Test(arguments: KernelTests.paths)
  func `takes the root of any size as the processor does`(path: String) throws {
    let mantissa = { (place: Int) in UInt32(truncatingIfNeeded: place &* 0x9E37_79B9) & 0x7f_ffff }
    let even = try Self.wrong(path: path) { place in
      Float(bitPattern: UInt32(place / 256) << 23 | mantissa(place))
    }
    #expect(even == 0)
    let mixed = try Self.wrong(path: path) { place in
      Float(bitPattern: UInt32(place * 37 % 256) << 23 | mantissa(place))
    }
    #expect(mixed == 0)
    for isFlushed in [false, true] {
      let near = try Self.wrong(path: path, isFlushed: isFlushed) { place in
        // Around the limits between which roots are made without the divider.
        Float(
          bitPattern: (place & 1 == 0 ? 0x0d80_0000 : 0x7180_0000) &+ UInt32(place / 2) &- 16384
        )
      }
      #expect(near == 0)
    }
    #expect(try Self.wrong(path: path) { _ in 0 } == 0)
  }
}
