/// Makes IDX files for tests.
enum IDX {
  /// Returns a file; the elements count up unless they are given.
  static func file(_ dimensions: [UInt32], values: [UInt8]? = nil) -> [UInt8] {
    let count = Int(dimensions.reduce(1, *))
    return header(dimensions) + (values ?? (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
  }

  /// Returns a header alone.
  static func header(_ dimensions: [UInt32]) -> [UInt8] {
    [0, 0, 8, UInt8(dimensions.count)]
      + dimensions.flatMap { extent in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: extent >> $0) }
      }
  }
}
