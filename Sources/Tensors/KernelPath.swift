internal import Glibc
internal import Kernels

/// An instruction set for which there are kernels.
public struct KernelPath: Sendable {
  /// The name, as `AEREPL_KERNELS` takes it: `avx512`, `avx2` or `baseline`.
  public let name: String

  /// Whether it is the one that every processor of the architecture has.
  public let isBaseline: Bool

  // SAFETY: the tables are constants of the kernels and never change.
  nonisolated(unsafe) let table: UnsafePointer<KernelTable>

  /// The paths whose instructions this processor has, the fastest first.
  public static let available: [KernelPath] = (0..<kernelTableCount()).compactMap { index in
    guard let table = kernelTable(index) else { return nil }
    return KernelPath(
      name: String(cString: table.pointee.name),
      isBaseline: index == kernelTableCount() - 1,
      table: table
    )
  }

  /// The fastest path, or the one that the environment variable `AEREPL_KERNELS` names, if this
  /// processor has it.
  public static var chosen: KernelPath {
    if let wanted = getenv("AEREPL_KERNELS").map({ String(cString: $0) }),
      let path = available.first(where: { $0.name == wanted })
    {
      return path
    }
    return available[0]
  }
}
