internal import Glibc

/// How much memory there is, so that nothing is asked for that cannot be had: a failed allocation
/// would end the process.
public enum Memory {
  /// The bytes that could be allocated now: the kernel's estimate of what is available, within the
  /// limits on the address space and of the groups of processes that this one is in.
  public static var available: Int { min(reported, allowed, groups.available) }

  private static let groups = MemoryGroups()

  /// Throws unless `bytes` are available.
  public static func require(_ bytes: Int) throws(TensorError) {
    let available = available
    guard bytes <= available else { throw .tooLarge(bytes: bytes, available: available) }
  }

  /// Throws unless a tensor of that shape can be made.
  public static func require(_ shape: Shape) throws(TensorError) {
    let (bytes, overflow) = shape.count.multipliedReportingOverflow(by: 4)
    // Small tensors are not worth the question.
    if overflow || bytes > 1 << 20 { try require(overflow ? .max : bytes) }
  }

  /// `MemAvailable` of `/proc/meminfo`, or the free pages where that cannot be read.
  private static var reported: Int {
    guard let text = contents(of: "/proc/meminfo") else {
      return sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    }
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      if let kilobytes { return kilobytes * 1024 }
    }
    return sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// What the limit on the address space leaves.
  private static var allowed: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < UInt(Int.max)
    else { return .max }
    let pages = contents(of: "/proc/self/statm")?.split(separator: " ").first.flatMap { Int($0) }
    return max(0, Int(limit.rlim_cur) - (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Returns what one of the system's small files says; nil where it cannot be read.
  static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
      // SAFETY: the closure says how many bytes of the buffer it has written.
      let block = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
      }
      if block.isEmpty { return String(decoding: bytes, as: UTF8.self) }
      bytes += block
    }
  }
}

extension NetworkPlan {
  /// The number of parameters, or nil where it overflows.
  public var parameterCount: Int? {
    var sum = 0
    for layer in layers {
      let (weights, overflow) = layer.inputs.multipliedReportingOverflow(by: layer.outputs)
      let (next, again) = sum.addingReportingOverflow(weights)
      guard !overflow, !again, next < Int.max / 1024 else { return nil }
      sum = next + (layer.hasBias ? layer.outputs : 0)
    }
    return sum
  }

  /// The bytes of parameters, gradients and moments.
  var parameterBytes: Int {
    parameterCount.map { ($0 + 32 * layers.count) * 4 * ParameterState.allCases.count } ?? .max
  }

  /// Returns about how many bytes a network needs for training with batches of a size, `Int.max`
  /// where the number overflows: parameters, gradients, moments and the activations of a batch.
  public func memoryNeeded(batchSize: Int) -> Int {
    // A panel for the activation, one for its gradient, and row blocks; widths and samples padded.
    let values = ([inputs] + layers.map(\.outputs)).reduce(0.0) { $0 + 12 * (Double($1) + 63) }
    // Of one layer at a time the sums over its parts.
    let sums = layers.dropFirst().reduce(0.0) { most, layer in
      let parts = LayerParts.count(layer.outputs, isSummed: true)
      return parts == 1 ? most : max(most, 4 * Double(parts) * Double(layer.inputs))
    }
    let bytes =
      (values + sums + packedValues) * (Double(batchSize) + 64) + Double(parameterBytes)
      + packedWeights
    return bytes < Double(Int.max) ? Int(bytes) : .max
  }

  private var mayBePacked: Bool { layers.count > 1 && layers[0].activation == .relu }

  /// The bytes of a packed first layer, whose weights and what belongs to them are there once more, and
  /// for a moment twice what they were.
  private var packedWeights: Double {
    mayBePacked ? 24 * Double(layers[0].inputs) * Double(layers[0].outputs) : 0
  }

  /// Its bytes for each sample: its output gradient as row blocks.
  private var packedValues: Double { mayBePacked ? 4 * (Double(layers[0].outputs) + 512) : 0 }
}
