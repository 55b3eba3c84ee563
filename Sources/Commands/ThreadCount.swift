internal import Tensors

/// How many worker threads there may be.
public enum ThreadCount {
  /// The numbers that can be asked for.
  public static let range = 1...CPUBackend.threadLimit
}
