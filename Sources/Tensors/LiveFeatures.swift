internal import Kernels

/// Which features of hidden layers are not zero in every sample.
///
/// A rectified unit whose input stays below zero is zero, and with [-1, 1] for pixels a good part of
/// them is so for whole batches: of the tutorial's first layer more than half. What is multiplied by
/// zero is left out, which changes no bit of a result. Features are those of a network's values:
/// value 0 is the input, the others are the outputs of the layers.
final class LiveFeatures {
  /// The live features of a panel, ascending; nil where none is zero throughout.
  struct List {
    let features: UnsafePointer<Int32>?
    let count: Int

    /// What stands for all features.
    static var all: List { List(features: nil, count: 0) }
  }

  private let widths: [Int]
  private let isRectified: [Bool]
  private let offsets: [Int]
  private let panelSize: Int
  private let countSize: Int
  private let panels: Int
  private let lists: UnsafeMutableBufferPointer<Int32>
  private let counts: UnsafeMutableBufferPointer<Int>
  private let marks: UnsafeMutableBufferPointer<UInt8>

  /// Makes room for the features of panels; at first all of them are live.
  init(plan: NetworkPlan, panels: Int) {
    widths = [plan.inputs] + plan.layers.map(\.outputs)
    isRectified = [false] + plan.layers.map { $0.activation == .relu }
    self.panels = panels
    var offsets: [Int] = []
    var size = 0
    for (width, isRectified) in zip(widths, isRectified) {
      offsets.append(size)
      size += isRectified ? width : 0
    }
    self.offsets = offsets
    // Panels are filled by different threads.
    panelSize = roundUp(size, to: pageFloats) + pageFloats
    countSize = roundUp(widths.count, to: 16)
    // SAFETY: lists and counts have a place for each panel, value and feature, marks for each value
    // and feature; all are initialised here and freed in deinit.
    lists = .allocate(capacity: panels * panelSize)
    lists.initialize(repeating: 0)
    counts = .allocate(capacity: panels * countSize)
    counts.initialize(repeating: 0)
    for panel in 0..<panels {
      for (value, width) in widths.enumerated() { counts[panel * countSize + value] = width }
    }
    marks = .allocate(capacity: max(size, 1))
    marks.initialize(repeating: 1)
  }

  deinit {
    lists.deallocate()
    counts.deallocate()
    marks.deallocate()
  }

  /// Finds the live features of a value in its panel of `width` samples.
  func find(
    _ value: Int,
    panel: Int,
    in values: UnsafePointer<Float>,
    width: Int,
    _ kernels: KernelTable
  ) {
    guard isRectified[value] else { return }
    counts[panel * countSize + value] = kernels.liveRows(
      values,
      widths[value],
      width,
      list(value, panel: panel)
    )
  }

  /// Returns the live features of a value in a panel.
  func list(of value: Int, panel: Int) -> List {
    let count = counts[panel * countSize + value]
    guard isRectified[value], count < widths[value] else { return .all }
    return List(features: list(value, panel: panel), count: count)
  }

  /// Returns the live features of a value in a panel that lie in a range, if not all are live.
  func list(of value: Int, panel: Int, in range: Range<Int>) -> List {
    let whole = list(of: value, panel: panel)
    guard let features = whole.features else { return .all }
    let buffer = UnsafeBufferPointer(start: features, count: whole.count)
    let first = buffer.count { $0 < range.lowerBound }
    let end = buffer.count { $0 < range.upperBound }
    return List(features: features + first, count: end - first)
  }

  /// Marks what is live in any of the first panels.
  func markUnion(panels used: Int) {
    marks.update(repeating: 0)
    for value in widths.indices where isRectified[value] {
      for panel in 0..<used {
        let list = UnsafeBufferPointer(
          start: list(value, panel: panel),
          count: counts[panel * countSize + value]
        )
        for feature in list { marks[offsets[value] + Int(feature)] = 1 }
      }
    }
  }

  /// Returns for each feature of a value whether it is live in any panel, or nil where that is not
  /// known.
  func marks(of value: Int) -> UnsafePointer<UInt8>? {
    isRectified[value] ? marks.baseAddress.map { UnsafePointer($0 + offsets[value]) } : nil
  }

  private func list(_ value: Int, panel: Int) -> UnsafeMutablePointer<Int32>? {
    lists.baseAddress.map { $0 + panel * panelSize + offsets[value] }
  }
}
