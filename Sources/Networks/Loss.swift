public import Tensors

/// What training minimises: a mean over all elements of a batch.
public struct Loss: Hashable, Sendable {
  /// The name by which a script chooses it.
  public let name: String

  /// What it is, in one line.
  public let summary: String

  /// What a backend computes.
  public let kind: LossKind

  /// Mean squared error: mean of (y - t)^2.
  public static let mse = Loss(name: "mse", summary: "mean of (y - t)^2", kind: .squared)

  /// Mean absolute error: mean of |y - t|.
  public static let l1 = Loss(name: "l1", summary: "mean of |y - t|", kind: .absolute)

  /// All losses.
  public static let all = [mse, l1]

  /// Returns the loss of a name, or nil.
  public static func named(_ name: String) -> Loss? { all.first { $0.name == name } }
}
