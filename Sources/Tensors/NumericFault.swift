/// A number that should have been finite.
public struct NumericFault: Error, Equatable, Sendable {
  /// Where the number was met.
  public enum Place: Equatable, Sendable {
    /// In the output of a layer.
    case output(layer: Int)
    /// In the loss.
    case loss
    /// In the gradient of a parameter.
    case gradient(ParameterID)
  }

  /// Where it was met first.
  public let place: Place

  /// The number: infinite or NaN.
  public let value: Float

  /// The largest magnitude among the finite numbers of the same tensor; nil where none is finite.
  ///
  /// It tells whether numbers grew too large. Of the loss it is that of the losses of the batch's
  /// samples.
  public let largest: Float?

  /// Creates a fault.
  public init(place: Place, value: Float, largest: Float?) {
    self.place = place
    self.value = value
    self.largest = largest
  }

  /// Creates the fault of a tensor's numbers, or returns nil where all are finite.
  init?(place: Place, in numbers: some Sequence<Float>) {
    var fault: Float?
    var largest: Float?
    for number in numbers {
      if number.isFinite {
        largest = max(largest ?? 0, abs(number))
      } else if fault == nil {
        fault = number
      }
    }
    guard let fault else { return nil }
    self.init(place: place, value: fault, largest: largest)
  }

  /// Returns whether both are of the same kind at the same place; NaN equals NaN here.
  public static func == (left: NumericFault, right: NumericFault) -> Bool {
    left.place == right.place && left.largest == right.largest
      && (left.value == right.value || (left.value.isNaN && right.value.isNaN))
  }
}
