public import Language
public import Tensors

/// A value of the language.
public enum Value: Sendable {
  /// `nil`
  case none
  /// `true` or `false`
  case bool(Bool)
  /// A whole number of 64 bits.
  case integer(Int)
  /// A double-precision number.
  case float(Double)
  /// A text.
  case string(String)
  /// An ordered collection of values.
  case list(List)
  /// Named values, in order.
  case record(Record)
  /// The whole numbers from a first up to, not including, a last.
  case range(Range<Int>)
  /// An array of single-precision numbers.
  case tensor(Tensor)
  /// An array that is expanded when it is read, such as a dataset's images.
  case view(TensorView)
  /// A function of the script or of the language.
  case function(Function)
}

/// A list, with how deeply lists are nested in it.
///
/// The depth is kept so that a value which grows without end is refused before printing, comparing
/// or releasing it would overflow the stack.
public struct List: Sendable {
  /// The deepest nesting that a list may have.
  public static let maximumDepth = 256

  /// The elements.
  public private(set) var elements: [Value]

  /// The number of lists and records around the innermost value: 1 for a list of numbers.
  ///
  /// Where an element was replaced by a flatter one it may be more than that.
  public private(set) var depth: Int

  /// Creates a list, or returns nil where it would be nested too deeply.
  public init?(_ elements: [Value]) {
    let depth = 1 + (elements.lazy.map(\.depth).max() ?? 0)
    guard depth <= Self.maximumDepth else { return nil }
    self.elements = elements
    self.depth = depth
  }

  /// Adds the elements of another list at the end.
  mutating func append(_ other: List) {
    elements.append(contentsOf: other.elements)
    depth = max(depth, other.depth)
  }

  /// Changes an element in place; the caller sees to it that it does not become too deep.
  mutating func modify<E: Error>(_ index: Int, _ body: (inout Value) throws(E) -> Void) throws(E) {
    try body(&elements[index])
    depth = max(depth, 1 + elements[index].depth)
  }
}

/// Named values, in the order in which they were set.
public struct Record: Sendable {
  /// A name and its value.
  public typealias Field = (name: Name, value: Value)

  /// The fields, in order.
  public let fields: [Field]

  /// Creates a record of plain values: numbers, strings, bools and tensors.
  public init(_ fields: [Field]) { self.fields = fields }

  /// The value of a field, or nil if there is none of that name.
  public subscript(name: Name) -> Value? { fields.first { $0.name == name }?.value }

  var depth: Int { 1 + (fields.lazy.map(\.value.depth).max() ?? 0) }
}

/// A function that scripts can call.
public enum Function: Sendable {
  /// One that a script declared.
  case declared(ScriptFunction)
  /// One that comes with the language.
  case builtin(Builtin)

  /// The name under which it was declared.
  public var name: Name {
    switch self {
    case .declared(let function): function.declaration.identifier.name
    case .builtin(let builtin): builtin.name
    }
  }
}

extension Value {
  /// What scripts and messages call the kind of this value.
  public var kindName: String {
    switch self {
    case .none: "nil"
    case .bool: "bool"
    case .integer: "integer"
    case .float: "float"
    case .string: "string"
    case .list: "list"
    case .record: "record"
    case .range: "range"
    case .tensor, .view: "tensor"
    case .function: "function"
    }
  }

  /// The kind with its article, for messages such as `expected a bool, found an integer`.
  public var kindPhrase: String {
    switch self {
    case .none: "nil"
    case .integer: "an integer"
    default: "a \(kindName)"
    }
  }

  var depth: Int {
    switch self {
    case .list(let list): list.depth
    case .record(let record): record.depth
    default: 0
    }
  }

  /// The value as a double, if it is a number or a tensor of rank 0.
  public var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .float(let float): float
    case .tensor(let tensor) where tensor.shape.rank == 0: tensor.scalar.map(Double.init)
    default: nil
    }
  }

  /// The value as a double, if it is an integer or a float.
  var plainNumber: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .float(let float): float
    default: nil
    }
  }

  /// The value as a whole number: an integer, or a number without a fraction that fits.
  public var wholeNumber: Int? {
    if case .integer(let integer) = self { return integer }
    return number.flatMap(Int.init(exactly:))
  }
}

extension Value {
  /// Returns a list, or throws where it would be nested too deeply.
  public static func list(of elements: [Value]) throws(Diagnostic) -> Value {
    guard let list = List(elements) else {
      throw Diagnostic(.limit, "lists nest at most \(List.maximumDepth) deep")
    }
    return .list(list)
  }
}
