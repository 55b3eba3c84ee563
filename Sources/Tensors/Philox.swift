/// The Philox 4x32-10 bijection; its constants are those of the authors' Random123.
enum Philox {
  static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // In words: the compiler moves the elements of vectors to and fro.
    var (x, y, z, w) = (counter.x, counter.y, counter.z, counter.w)
    var (k, l) = (key.x, key.y)
    for _ in 0..<10 {
      let first = UInt64(x) * 0xD251_1F53
      let second = UInt64(z) * 0xCD9E_8D57
      x = UInt32(truncatingIfNeeded: second >> 32) ^ y ^ k
      y = UInt32(truncatingIfNeeded: second)
      z = UInt32(truncatingIfNeeded: first >> 32) ^ w ^ l
      w = UInt32(truncatingIfNeeded: first)
      k &+= 0x9E37_79B9
      l &+= 0xBB67_AE85
    }
    return SIMD4(x, y, z, w)
  }
}
