internal import Language
internal import Networks
internal import Shell
internal import Tensors

extension Diagnostic {
  /// Runs `body` and tells what ended training in words.
  static func translating<R>(_ body: () throws(TrainingError) -> R) throws(Diagnostic) -> R {
    do throws(TrainingError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Runs `body` and tells what is wrong with an architecture in words.
  static func translating<R>(_ body: () throws(ArchitectureError) -> R) throws(Diagnostic) -> R {
    do throws(ArchitectureError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Runs `body` and tells what is wrong with an optimizer's options in words.
  static func translating<R>(_ body: () throws(OptimizerError) -> R) throws(Diagnostic) -> R {
    do throws(OptimizerError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Creates the words for what ended training.
  init(_ error: TrainingError) {
    switch error {
    case .widthMismatch(let expected, let found):
      self.init(
        .shape,
        "the model takes \(expected) numbers, the images have \(found) pixels",
        hint: "make a model that begins with \(found), as in 'model \(found) 128 64 16 3'"
      )
    case .noRows: self.init(.state, "there are no images to train on")
    case .notFinite(let step, let epoch, let layer, let tensor, let value, let largest):
      let isLoss = tensor == "loss"
      let what = isLoss ? "the loss" : tensor == layer ? "the output" : "the gradient"
      let name = isLoss || tensor == layer ? "" : " of \(tensor)"
      let number = isLoss ? "loss of a sample" : "value"
      let rest = largest.map { "; the largest finite \(number) is \($0)" }
      self.init(
        .numeric,
        "\(what)\(name) is not finite (\(value)) in layer \(layer), step \(step), epoch \(epoch)"
          + (rest ?? "; no \(number) is finite"),
        hint: "the step was not made: a smaller learning rate may help, as in 'train lr=1e-4'"
      )
    case .tooLarge(let bytes, let available): self.init(memory: bytes, available)
    }
  }

  /// Creates the words for a fault of an architecture.
  init(_ error: ArchitectureError) {
    switch error {
    case .tooFewWidths(let count):
      self.init(
        .value,
        "a model needs at least 2 widths, its input and its code, not \(count)",
        hint: "the seed's is 'model 784 128 64 16 3'"
      )
    case .tooManyWidths(let count, let limit):
      self.init(.limit, "a model has at most \(limit) widths, not \(count)")
    case .widthOutOfRange(let width, let limit):
      self.init(.value, "a model's widths must be from 1 to \(limit), not \(width)")
    }
  }

  /// Creates the words for a fault of an optimizer's options.
  init(_ error: OptimizerError) {
    switch error {
    case .unknownOptimizer(let name): self.init(.name, "there is no optimizer '\(name)'")
    case .unknownOption(let name, let known):
      self.init(
        .name,
        "the optimizer has no option '\(name)'",
        hint: "it has \(known.joined(separator: ", "))"
      )
    case .outOfBounds(let option, let value, let bounds):
      self.init(
        .value,
        "\(option) must be from \(bounds.lowerBound) to \(bounds.upperBound), not \(value)"
      )
    }
  }
}
