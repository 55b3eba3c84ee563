/// Sorting of floats by the digits of their bits, in time proportional to their number.
public enum RadixSort {
  private static let digitBits: UInt32 = 11
  private static let digitCount = 1 << 11
  /// Below this the digits' counts cost more than comparing does.
  private static let fewElements = 2_048

  /// Sorts into rising order, NaN last; the order is no order where `stop` ends the work.
  public static func sort(_ elements: inout [Float], stop: () -> Bool = { false }) {
    let count = elements.count
    guard count >= fewElements else {
      let keys = elements.map(key).sorted()
      for index in keys.indices { elements[index] = float(keys[index]) }
      return
    }
    elements.withUnsafeMutableBufferPointer { elements in
      // SAFETY: both regions hold bits without owners, are freed below, and are read only where they
      // have been written.
      var keys = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
      var other = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
      defer {
        keys.deallocate()
        other.deallocate()
      }
      Pieces.forEach(of: count, stop: stop) { piece in
        for index in piece { keys[index] = key(elements[index]) }
      }
      for shift in stride(from: UInt32(0), to: 32, by: Int(digitBits)) {
        // Counts of a part of the keys would be no places within the memory.
        guard !stop(), let starts = starts(of: keys, shift, stop) else { return }
        distribute(keys, into: other, by: shift, starts, stop)
        swap(&keys, &other)
      }
      Pieces.forEach(of: count, stop: stop) { piece in
        for index in piece { elements[index] = float(keys[index]) }
      }
    }
  }

  /// Returns the place of the first key with each digit, or nil where `stop` ends the counting.
  private static func starts(
    of keys: UnsafeMutableBufferPointer<UInt32>,
    _ shift: UInt32,
    _ stop: () -> Bool
  ) -> [Int]? {
    var starts = [Int](repeating: 0, count: digitCount)
    var counted = 0
    Pieces.forEach(of: keys.count, stop: stop) { piece in
      for index in piece { starts[digit(keys[index], shift)] += 1 }
      counted = piece.upperBound
    }
    guard counted == keys.count else { return nil }
    var next = 0
    for digit in starts.indices {
      let count = starts[digit]
      starts[digit] = next
      next += count
    }
    return starts
  }

  /// Moves keys to where their digits belong, in the order in which they come.
  private static func distribute(
    _ keys: UnsafeMutableBufferPointer<UInt32>,
    into other: UnsafeMutableBufferPointer<UInt32>,
    by shift: UInt32,
    _ starts: [Int],
    _ stop: () -> Bool
  ) {
    var next = starts
    Pieces.forEach(of: keys.count, stop: stop) { piece in
      for index in piece {
        let key = keys[index]
        let digit = digit(key, shift)
        other[next[digit]] = key
        next[digit] += 1
      }
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
