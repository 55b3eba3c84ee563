/// Finds the number that would stand at a place of some numbers in rising order, without sorting them:
/// the upper halves of the bits are counted first, then the lower halves of those that matter.
struct RankFinder {
  private let numbers: [Float]
  private let stop: StopCheck

  /// How many finite numbers begin with the same sixteen bits.
  private var counts = [Int](repeating: 0, count: 1 << 16)

  /// How many numbers are finite; the others count nowhere.
  private(set) var count = 0

  /// The least and the greatest finite number; nil where there is none.
  private(set) var smallest: Double?, largest: Double?

  /// Counts numbers; the counts are of no use once `stop` says so.
  init(_ numbers: [Float], stop: StopCheck) {
    self.numbers = numbers
    self.stop = stop
    var low = Float.infinity
    var high = -Float.infinity
    for (index, number) in numbers.enumerated() where number.isFinite {
      if stop.isStop(before: index) { break }
      counts[Int(Self.key(number) >> 16)] += 1
      count += 1
      low = min(low, number)
      high = max(high, number)
    }
    guard count > 0 else { return }
    (smallest, largest) = (Double(low), Double(high))
  }

  /// Returns the finite number before which `rank` others stand.
  ///
  /// - Precondition: `rank` is less than the number of finite numbers.
  func number(_ rank: Int) -> Double {
    var rank = rank
    let upper = Self.place(of: &rank, in: counts)
    var lower = [Int](repeating: 0, count: 1 << 16)
    for (index, number) in numbers.enumerated() where number.isFinite {
      if stop.isStop(before: index) { break }
      let key = Self.key(number)
      if Int(key >> 16) == upper { lower[Int(key & 0xFFFF)] += 1 }
    }
    let key = UInt32(upper) << 16 | UInt32(Self.place(of: &rank, in: lower))
    return Double(Float(bitPattern: key >> 31 == 1 ? key & ~(1 << 31) : ~key))
  }

  /// Returns the first place whose counts, with those before it, exceed a rank, which becomes the rank
  /// within that place.
  private static func place(of rank: inout Int, in counts: [Int]) -> Int {
    for (place, count) in counts.enumerated() {
      if rank < count { return place }
      rank -= count
    }
    // Counts that were stopped half way.
    return counts.count - 1
  }

  /// Returns bits that order as unsigned numbers as the floats do.
  private static func key(_ number: Float) -> UInt32 {
    let bits = number.bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 1 << 31
  }
}
