public import Language
internal import Glibc

/// How much memory a session may ask for at once; asked before each large allocation, because a
/// failed allocation ends the process.
public struct MemoryBudget: Sendable {
  /// The most bytes that one request may take.
  public let bytes: Int

  /// Creates a budget of a given size.
  public init(bytes: Int) { self.bytes = bytes }

  /// Creates the budget of this process: what the system has free, within the process's limits.
  public static func system() -> MemoryBudget {
    var limit = rlimit()
    var bytes = Self.availableBytes() ?? 1 << 30
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur != rlim_t.max
    {
      bytes = min(bytes, Int(clamping: limit.rlim_cur / 2))
    }
    return MemoryBudget(bytes: bytes / 4 * 3)
  }

  /// Throws a `limit` diagnostic where `count` elements of `size` bytes exceed the budget.
  public func require(_ count: Int, of size: Int, for purpose: String) throws(Diagnostic) {
    let (product, overflow) = count.multipliedReportingOverflow(by: size)
    guard overflow || product > bytes else { return }
    let wanted = overflow ? "more than 2^63 bytes" : Self.text(product)
    throw Diagnostic(.limit, "\(purpose) needs \(wanted), of which \(Self.text(bytes)) are free")
  }

  private static func text(_ bytes: Int) -> String {
    switch bytes {
    case ..<10_000: "\(bytes) bytes"
    case ..<10_000_000: "\(bytes / 1_000) kB"
    case ..<10_000_000_000: "\(bytes / 1_000_000) MB"
    default: "\(bytes / 1_000_000_000) GB"
    }
  }

  /// Reads `MemAvailable` of `/proc/meminfo`, in bytes.
  private static func availableBytes() -> Int? {
    guard let file = fopen("/proc/meminfo", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
        as: UTF8.self
      )
      let fields = text.split(separator: " ")
      if fields.first == "MemAvailable:", fields.count > 1, let kilobytes = Int(fields[1]) {
        return kilobytes * 1024
      }
    }
    return nil
  }
}
