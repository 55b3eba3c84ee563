internal import Glibc
internal import Language

/// Text functions that take several values.
extension Builtin {
  static let formatting = [
    Builtin(
      "fmt",
      [Parameter("format")],
      isVariadic: true,
      summary: "Returns values set into a text by printf's forms: %d %u %x %o %e %f %g %c %s %%.",
      example: "fmt(\"%.4f after %d\", 0.25, 3)"
    ) { _, arguments throws(Diagnostic) in
      let format = try BuiltinArguments.string(arguments[0], "format", of: "fmt")
      var formatter = Formatter(values: arguments.dropFirst())
      return .string(try formatter.text(of: format))
    },
    Builtin(
      "split",
      [Parameter("text"), Parameter("separator", .none)],
      summary: "Returns the parts of a text between separators, or between blanks.",
      example: "split(\"a,b\", \",\")"
    ) { context, arguments throws(Diagnostic) in
      let text = try BuiltinArguments.string(arguments[0], "text", of: "split")
      if case .none = arguments[1] {
        return try .list(of: text.split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
      }
      let separator = try BuiltinArguments.string(arguments[1], "separator", of: "split")
      guard !separator.isEmpty else { throw Diagnostic(.value, "split() needs a separator") }
      return try .list(of: parts(of: text, between: separator, context.session.budget))
    },
    Builtin(
      "join",
      [Parameter("list"), Parameter("separator", .string(""))],
      summary: "Returns the elements of a list as one text, with a separator between them.",
      example: "join([1, 2], \", \")"
    ) { context, arguments throws(Diagnostic) in
      guard case .list(let list) = arguments[0] else {
        throw Diagnostic(.type, "join() needs a list, not \(arguments[0].kindPhrase)")
      }
      let separator = try BuiltinArguments.string(arguments[1], "separator", of: "join")
      let parts = list.elements.map(\.printed)
      let bytes = parts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count }
      try context.session.budget.requireText(bytes)
      return .string(parts.joined(separator: separator))
    },
    Builtin(
      "now",
      [],
      summary: "Returns the seconds since 1970.",
      example: "now() > 0"
    ) { _, _ in
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return .float(Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
    },
  ]
}

extension Builtin {
  /// Returns the parts of a text between separators, compared by their bytes.
  ///
  /// - Precondition: the separator is not empty.
  private static func parts(
    of text: String,
    between separator: String,
    _ budget: MemoryBudget
  ) throws(Diagnostic) -> [Value] {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    var parts: [Value] = []
    var start = 0
    var offset = 0
    // UTF-8 bytes of one character never begin within those of another.
    while offset + mark.count <= bytes.count {
      guard bytes[offset] == mark[0], bytes[offset..<offset + mark.count].elementsEqual(mark) else {
        offset += 1
        continue
      }
      parts.append(.string(String(decoding: bytes[start..<offset], as: UTF8.self)))
      offset += mark.count
      start = offset
      guard parts.count & 0xFFFF == 0 else { continue }
      try budget.requireList(parts.count)
      // The caller drops what was stopped.
      if budget.isSpent() { return parts }
    }
    parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
    try budget.requireList(parts.count)
    return parts
  }
}

/// Sets values into a text by printf's forms.
private struct Formatter {
  /// A field wider than this is surely a mistake.
  private static let widest = 4_096

  private var values: ArraySlice<Value>

  init(values: ArraySlice<Value>) { self.values = values }

  mutating func text(of format: String) throws(Diagnostic) -> String {
    var result = ""
    var rest = Array(format.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar != "%" {
        result.unicodeScalars.append(scalar)
      } else if rest.first == "%" {
        rest.removeFirst()
        result += "%"
      } else {
        result += try field(&rest)
      }
    }
    guard values.isEmpty else {
      let count = values.count == 1 ? "1 value" : "\(values.count) values"
      throw Diagnostic(.value, "fmt() has \(count) more than its format takes")
    }
    return result
  }

  private mutating func field(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Diagnostic) -> String
  {
    var specification = "%"
    while let next = rest.first, "-+ 0#".unicodeScalars.contains(next) {
      specification.unicodeScalars.append(rest.removeFirst())
    }
    specification += try Self.digits(&rest)
    if rest.first == "." {
      rest.removeFirst()
      specification += "." + (try Self.digits(&rest))
    }
    // The lengths of C's types mean nothing here.
    while let next = rest.first, "hlLqjzt".unicodeScalars.contains(next) { rest.removeFirst() }
    guard let conversion = rest.popFirst() else {
      throw Diagnostic(.value, "fmt() has a '%' without a form at its end")
    }
    guard "diuxXoeEfFgGaAcs".unicodeScalars.contains(conversion) else {
      throw Diagnostic(.value, "fmt() knows no form '%\(conversion)'")
    }
    guard let value = values.popFirst() else {
      throw Diagnostic(.value, "fmt() has fewer values than its format takes")
    }
    return try Self.text(of: value, specification, conversion)
  }

  private static func digits(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Diagnostic) -> String
  {
    var digits = ""
    while let next = rest.first, "0123456789".unicodeScalars.contains(next) {
      digits.unicodeScalars.append(rest.removeFirst())
    }
    guard digits.isEmpty || Int(digits).map({ $0 <= widest }) ?? false else {
      throw Diagnostic(.limit, "fmt() sets fields of at most \(widest) characters, not \(digits)")
    }
    return digits
  }

  private static func text(of value: Value, _ specification: String, _ conversion: Unicode.Scalar)
    throws(Diagnostic) -> String
  {
    switch conversion {
    case "d", "i", "x", "X", "o":
      guard let integer = value.wholeNumber else { throw mismatch(value, conversion) }
      return formatted("\(specification)l\(conversion)", integer)
    case "u":
      guard let integer = value.wholeNumber, integer >= 0 else { throw mismatch(value, conversion) }
      return formatted("\(specification)lu", integer)
    case "c":
      return padded(try character(value), by: specification)
    case "s":
      let text = value.printed
      // Padding counts code points, which C's own form does not.
      return padded(text, by: specification)
    default:
      guard let number = value.number else { throw mismatch(value, conversion) }
      return formatted("\(specification)\(conversion)", number)
    }
  }

  /// Returns the one character that a string or a code point is.
  private static func character(_ value: Value) throws(Diagnostic) -> String {
    if case .string(let text) = value, text.unicodeScalars.count == 1 { return text }
    guard let code = value.wholeNumber.flatMap({ UInt32(exactly: $0) }),
      let scalar = Unicode.Scalar(code)
    else { throw mismatch(value, "c") }
    return String(scalar)
  }

  private static func mismatch(_ value: Value, _ conversion: Unicode.Scalar) -> Diagnostic {
    Diagnostic(.value, "fmt() cannot set \(value.kindPhrase) by '%\(conversion)'")
  }

  private static func padded(_ text: String, by specification: String) -> String {
    let parts = specification.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    var scalars = Array(text.unicodeScalars)
    if parts.count > 1, let limit = Int(parts[1].isEmpty ? "0" : parts[1]) {
      scalars = Array(scalars.prefix(limit))
    }
    let isLeft = parts[0].contains("-")
    let width = Int(parts[0].drop { !("1"..."9").contains($0) }) ?? 0
    let blanks = String(repeating: " ", count: max(width - scalars.count, 0))
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return isLeft ? String(result) + blanks : blanks + String(result)
  }

  private static func formatted(_ format: String, _ value: any CVarArg) -> String {
    withVaList([value]) { list in
      var buffer = [CChar](repeating: 0, count: 2 * widest + 512)
      let length = vsnprintf(&buffer, buffer.count, format, list)
      let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
