internal import Datasets
internal import Language

extension Diagnostic {
  /// Creates the words for what is wrong with a file of numbers.
  init(file name: String, _ fault: ArrayFault) {
    guard fault != .stopped else {
      self.init(.interrupted, "interrupted")
      return
    }
    let kind: Kind =
      switch fault {
      case .memory: .limit
      case .noArray: .name
      case .tooLarge: .numeric
      default: .data
      }
    self.init(kind, "'\(name)': \(Self.text(fault))")
  }

  static func text(_ fault: ArrayFault) -> String {
    switch fault {
    case .notNPY: "not a .npy file"
    case .header(let byte): "the .npy header is wrong at byte \(byte)"
    case .elementType(let type):
      type == "structured" || type.contains("O")
        ? "elements of type '\(type.prefix(32))': only plain numbers are read, no objects"
        : "elements of type '\(type.prefix(32))' are no real numbers"
    case .shape(let shape): "the shape \(shape.prefix(8)) has more elements than can be counted"
    case .wrongLength(let expected, let found):
      "the header promises \(expected) bytes of elements, there are \(found)"
    case .tooLarge(let element, let value):
      "element \(element) (\(value)) is too large for single precision"
    case .memory(let bytes, let budget):
      "it needs \(bytes) bytes of memory, of which \(budget) are free"
    case .archive(let reason): "a damaged archive: \(reason)"
    case .noArray(let name, let known):
      "there is no array '\(name)': it has "
        + known.prefix(8).map { "'\($0.prefix(64))'" }.joined(separator: ", ")
    case .fields(let line, let expected, let found):
      "line \(line) has \(found) fields, the first has \(expected)"
    case .field(let line, let column, let text):
      text.isEmpty
        ? "line \(line), column \(column) is empty"
        : "line \(line), column \(column) is no number: '\(text)'"
    case .empty: "there are no numbers in it"
    case .text(let line): "line \(line) is no text"
    case .stopped: "interrupted"
    }
  }
}
