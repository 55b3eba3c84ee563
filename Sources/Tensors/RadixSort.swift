/// Sorting of floats by the digits of their bits, in time proportional to their number.
public enum RadixSort {
  private static let digitBits: UInt32 = 11
  private static let digitCount = 1 << 11
  /// Below this the digits' counts cost more than comparing does.
  private static let fewElements = 2_048

  /// Sorts into rising order, NaN last.
  public static func sort(_ elements: inout [Float]) {
    var keys = elements.map(key)
    if keys.count < fewElements {
      keys.sort()
    } else {
      sort(&keys)
    }
    for index in keys.indices { elements[index] = float(keys[index]) }
  }

  private static func sort(_ keys: inout [UInt32]) {
    var other = [UInt32](repeating: 0, count: keys.count)
    for shift in stride(from: UInt32(0), to: 32, by: Int(digitBits)) {
      var starts = [Int](repeating: 0, count: digitCount)
      for key in keys { starts[digit(key, shift)] += 1 }
      var next = 0
      for digit in starts.indices {
        let count = starts[digit]
        starts[digit] = next
        next += count
      }
      for key in keys {
        let digit = digit(key, shift)
        other[starts[digit]] = key
        starts[digit] += 1
      }
      swap(&keys, &other)
    }
  }

  private static func digit(_ key: UInt32, _ shift: UInt32) -> Int {
    Int(key >> shift) & (digitCount - 1)
  }

  /// Returns bits that order as unsigned numbers as the floats do: those of negative numbers are
  /// turned over, the others get the highest bit.
  private static func key(_ float: Float) -> UInt32 {
    guard !float.isNaN else { return .max }
    let bits = float.bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 1 << 31
  }

  private static func float(_ key: UInt32) -> Float {
    guard key != .max else { return .nan }
    return Float(bitPattern: key >> 31 == 1 ? key & ~(1 << 31) : ~key)
  }
}
