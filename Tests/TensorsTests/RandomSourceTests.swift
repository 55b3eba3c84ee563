import Testing

@testable import Tensors

@Suite struct RandomSourceTests {
  /// The vectors of `kat_vectors` in the authors' Random123 1.09, `philox4x32 10`.
  static let vectors: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, block: SIMD4<UInt32>)] = [
    (
      SIMD4(repeating: 0), SIMD2(repeating: 0),
      SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4(repeating: .max), SIMD2(repeating: .max),
      SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2(0xa409_3822, 0x299f_31d0),
      SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ]

  @Test(arguments: 0..<3)
  func `gives the published blocks`(index: Int) {
    let vector = Self.vectors[index]
    #expect(Philox.block(counter: vector.counter, key: vector.key) == vector.block)
  }

  @Test func `numbers of a stream come from the blocks in their order`() {
    var stream = RandomSource(seed: 0).stream(.weights, 0)
    let blocks = (0..<2).map {
      Philox.block(counter: SIMD4($0, 0, 0, 1), key: SIMD2(repeating: 0))
    }
    #expect((0..<8).map { _ in stream.next32() } == blocks.flatMap { b in (0..<4).map { b[$0] } })
  }

  @Test func `streams of other purposes, indices and seeds differ`() {
    var firsts: Set<UInt64> = []
    for seed in [0, 1, 1 << 32] as [UInt64] {
      for index in 0..<4 as Range<UInt32> {
        for purpose in [RandomSource.Purpose.weights, .shuffling, .images, .script] {
          var stream = RandomSource(seed: seed).stream(purpose, index)
          firsts.insert(stream.next())
        }
      }
    }
    #expect(firsts.count == 48)
  }

  @Test(arguments: [0, 1, 2, 3, 1000])
  func `a permutation has every index once`(count: Int) {
    var stream = RandomSource(seed: 5).stream(.shuffling, 1)
    #expect(stream.permutation(count: count).sorted() == (0..<Int32(count)).map(\.self))
  }

  @Test func `all permutations of three are about equally frequent`() {
    var stream = RandomSource(seed: 6).stream(.shuffling)
    var counts: [[Int32]: Int] = [:]
    for _ in 0..<6000 { counts[stream.permutation(count: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    // Five standard deviations of a count of 1000 expected.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 145 })
  }

  @Test func `uniform numbers lie in the unit interval and average a half`() {
    var stream = RandomSource(seed: 8).stream(.script)
    let numbers = (0..<10_000).map { _ in stream.nextUniform() }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    // Five standard deviations of the mean.
    #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.0145)
  }
}
