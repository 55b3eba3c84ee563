/// The two directions in which rows of numbers vary most.
public struct PrincipalAxes: Sendable {
  /// The rows along the two directions.
  public let points: [Point]

  /// The part of the whole variance that lies in each direction.
  public let shares: (Double, Double)

  /// The rounds of power iteration: enough for directions whose variances differ by a tenth.
  private static let rounds = 100

  /// Projects rows of `width` numbers; those that are not all finite have no place and become NaN.
  ///
  /// The directions come from power iteration on the centred rows, from a fixed start, so that the
  /// same rows give the same picture; each points to where its largest component is positive.
  ///
  /// - Precondition: `width` is at least 2.
  public init(_ numbers: [Float], width: Int) {
    precondition(width >= 2, "a plane needs two directions")
    let count = numbers.count / width
    let sound = (0..<count).map { row in
      numbers[row * width..<(row + 1) * width].allSatisfy(\.isFinite)
    }
    let rows = (0..<count).filter { sound[$0] }
    var means = [Double](repeating: 0, count: width)
    for row in rows {
      for column in 0..<width { means[column] += Double(numbers[row * width + column]) }
    }
    means = means.map { $0 / Double(max(rows.count, 1)) }
    var centered = [Double](repeating: 0, count: count * width)
    for row in rows {
      for column in 0..<width {
        centered[row * width + column] = Double(numbers[row * width + column]) - means[column]
      }
    }
    let total = centered.reduce(0) { $0 + $1 * $1 }
    let first = Self.direction(of: centered, width: width)
    let along = Self.product(centered, first, width)
    var rest = centered
    for index in rest.indices { rest[index] -= along[index / width] * first[index % width] }
    let second = Self.direction(of: rest, width: width)
    let across = Self.product(rest, second, width)
    points = (0..<count).map { sound[$0] ? Point(along[$0], across[$0]) : Point(.nan, .nan) }
    let share = { (values: [Double]) in
      total > 0 ? values.reduce(0) { $0 + $1 * $1 } / total : 0
    }
    shares = (share(along), share(across))
  }

  private static func direction(of rows: [Double], width: Int) -> [Double] {
    // Unequal components, so that the start is not at a right angle to what is sought.
    var vector = normalized((0..<width).map { 1 / Double($0 + 1) })
    for _ in 0..<rounds {
      let products = product(rows, vector, width)
      var next = [Double](repeating: 0, count: width)
      for index in rows.indices { next[index % width] += products[index / width] * rows[index] }
      guard next.contains(where: { $0 != 0 }) else { break }
      vector = normalized(next)
    }
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }

  private static func product(_ rows: [Double], _ vector: [Double], _ width: Int) -> [Double] {
    var products = [Double](repeating: 0, count: rows.count / width)
    for row in products.indices {
      var sum = 0.0
      for column in 0..<width { sum += rows[row * width + column] * vector[column] }
      products[row] = sum
    }
    return products
  }

  private static func normalized(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }
}
