import Tensors
import TestSupport
import Testing

@Suite struct RadixSortTests {
  @Test(arguments: [0, 1, 2, 7, 100, 2_047, 2_048, 50_000])
  func `sorts as comparing does, NaN last`(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let specials: [Float] = [
      .infinity, -.infinity, 0, -1.5, 3, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    var elements = (0..<count).map { index -> Float in
      if index % 10 == 3 { return specials[index / 10 % specials.count] }
      if index % 50 == 7 { return index % 100 == 7 ? .nan : -.nan }
      return Float.random(in: -1e6...1e6, using: &random)
    }
    let expected = elements.filter { !$0.isNaN }.sorted()
    let nanCount = elements.count { $0.isNaN }
    RadixSort.sort(&elements)
    #expect(Array(elements.dropLast(nanCount)) == expected)
    #expect(elements.suffix(nanCount).allSatisfy { $0.isNaN })
  }
}
