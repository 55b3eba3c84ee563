internal import Language
internal import Plots

extension Diagnostic {
  /// Runs `body` and tells what keeps a picture from being made in words.
  static func translating<R>(_ body: () throws(PlotError) -> R) throws(Diagnostic) -> R {
    do throws(PlotError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Creates the words for a fault of a picture.
  init(_ error: PlotError) {
    switch error {
    case .emptyPicture(let width, let height):
      self.init(.value, "a picture of \(width)x\(height) pixels shows nothing")
    case .tooLarge(let width, let height):
      self.init(
        .limit,
        "a picture of \(width)x\(height) pixels is too large",
        hint:
          "its sides have at most \(Canvas.maximumSide) pixels; show fewer or set a smaller scale"
      )
    case .outOfMemory(let bytes):
      self.init(.limit, "there is not enough memory for a picture of \(bytes) bytes")
    case .wrongPixelCount(let expected, let found):
      self.init(.shape, "a tile has \(found) pixels instead of \(expected)")
    case .noTiles: self.init(.value, "there are no images to show")
    case .unequalTiles(let width, let height, let otherWidth, let otherHeight):
      self.init(
        .shape,
        "tiles of \(otherWidth)x\(otherHeight) do not go with tiles of \(width)x\(height)"
      )
    case .unequalRows(let expected, let found):
      self.init(.shape, "a row has \(found) tiles, the first one \(expected)")
    case .wrongCaptionCount(let expected, let found):
      self.init(.shape, "there are \(found) captions for \(expected) columns")
    case .scaleOutOfRange(let scale):
      let scales = ImageGrid.scales
      self.init(
        .value,
        "a scale must be from \(scales.lowerBound) to \(scales.upperBound), not \(scale)"
      )
    case .columnsOutOfRange(let columns):
      self.init(.value, "a figure has at least 1 column, not \(columns)")
    case .textSizeOutOfRange(let size):
      self.init(.value, "text of size \(size) cannot be drawn")
    case .encoder(let reason): self.init(.internal, "the PNG encoder refused: \(reason)")
    case .drawing(let reason): self.init(.internal, "a picture could not be drawn: \(reason)")
    case .tooSmall(let width, let height):
      self.init(.value, "a chart of \(width)x\(height) pixels has no room for its numbers")
    case .nothingToDraw(let finite, let count):
      self.init(
        .value,
        finite == 0
          ? "there is nothing to draw: none of \(count) values is finite"
          : "there is nothing to draw on a logarithmic axis: no value is above 0"
      )
    case .stopped: self.init(.interrupted, "interrupted")
    case .text(let reason): self.init(.internal, "text could not be drawn: \(reason)")
    }
  }
}
