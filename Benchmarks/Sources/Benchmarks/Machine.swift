import Foundation
import Peak
import Tensors

/// What the measurements were made on.
struct Machine {
  let processor: String
  let cores = CPUBackend.processorCount

  /// The rates of fused multiply-adds on one thread and on all, in FLOP/s.
  let peak: (one: Double, all: Double)

  init() {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n")
    let name = lines?.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    processor = name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    // The best of several: what disturbs a peak only lowers it.
    peak = (Self.peak(threads: 1), Self.peak(threads: cores))
  }

  private static func peak(threads: Int) -> Double {
    (0..<3).map { _ in peakRate(Int32(threads), 0.25) }.max() ?? 0
  }

  /// Returns the peak of a number of threads in FLOP/s.
  func peak(threads: Int) -> Double { threads == 1 ? peak.one : peak.all }

  var text: String {
    """
    \(processor), \(cores) cores, kernels `\(KernelPath.chosen.name)`. Peak of fused multiply-adds \
    (\(String(cString: peakName()))), measured in the same run: \((peak.one / 1e9).fixed(0)) GFLOP/s \
    on one core, \((peak.all / 1e9).fixed(0)) on all.

    """
  }
}
