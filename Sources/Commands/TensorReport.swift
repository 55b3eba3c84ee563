internal import Tensors

/// What `inspect` tells of a tensor.
struct TensorReport {
  private static let barWidth = 40
  private static let corner = 3

  private let tensor: Tensor
  private let statistics: TensorStatistics

  init(_ tensor: Tensor, _ statistics: TensorStatistics) {
    self.tensor = tensor
    self.statistics = statistics
  }

  var lines: [String] {
    let unit = tensor.count == 1 ? "element" : "elements"
    var lines = ["shape \(tensor.shape), \(NumberText.grouped(tensor.count)) \(unit)"]
    if statistics.finiteCount > 0 {
      lines.append(
        "min \(Self.text(statistics.minimum))  max \(Self.text(statistics.maximum))  "
          + "mean \(Self.text(statistics.mean))  std \(Self.text(statistics.deviation))"
      )
    }
    lines.append(
      "nan \(statistics.nanCount)  inf \(statistics.infinityCount)  zeros \(statistics.zeroCount)"
    )
    return lines + histogram + corners
  }

  private var histogram: [String] {
    let bins = statistics.histogram
    guard let largest = bins.map(\.count).max(), largest > 0 else { return [] }
    let labels = bins.map { (Self.text($0.lower), Self.text($0.upper)) }
    let widths = (labels.map(\.0.count).max() ?? 0, labels.map(\.1.count).max() ?? 0)
    return ["histogram"]
      + zip(bins, labels).map { bin, label in
        let length = (bin.count * Self.barWidth + largest - 1) / largest
        let bar = String(repeating: "#", count: length)
        let range = "\(Self.padded(label.0, widths.0)) .. \(Self.padded(label.1, widths.1))"
        return "  \(range)  \(bar)\(bar.isEmpty ? "" : " ")\(bin.count)"
      }
  }

  /// The first and last entries of the first and last rows.
  private var corners: [String] {
    guard tensor.shape.rank > 0, tensor.count > 0 else { return [] }
    let width = tensor.shape[tensor.shape.rank - 1]
    let rows = Self.ends(of: tensor.count / width)
    let cells = rows.map { row in
      row.map { row in
        Self.ends(of: width).map { column in
          column.map { Self.text(Double(element(row * width + $0))) } ?? "..."
        }
      }
    }
    let longest = cells.flatMap { $0 ?? [] }.map(\.count).max() ?? 0
    return ["corners"]
      + cells.map { row in
        guard let row else { return "  ..." }
        return "  " + row.map { Self.padded($0, $0 == "..." ? 3 : longest) }.joined(separator: "  ")
      }
  }

  private func element(_ index: Int) -> Float { tensor.withUnsafeElements { $0[index] } }

  private static func ends(of count: Int) -> [Int?] {
    guard count > 2 * corner else { return Array(0..<count) }
    return Array(0..<corner) + [nil] + Array(count - corner..<count)
  }

  private static func text(_ number: Double) -> String {
    NumberText.significant(number, digits: 5)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}
