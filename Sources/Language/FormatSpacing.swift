/// Says where blanks stand between the pieces of one statement.
struct FormatSpacing {
  private let pieces: [FormatPiece]

  /// The `..` and `:` that stand between operands with operators of their own.
  private let loosePlaces: Set<Int>

  /// Creates the spacing of a script's pieces.
  init(_ pieces: [FormatPiece]) {
    self.pieces = pieces
    loosePlaces = Self.loosePlaces(in: pieces)
  }

  /// Returns whether a blank stands before a piece that follows another in its statement.
  ///
  /// - Parameters:
  ///   - index: The piece.
  ///   - isInBrackets: Whether a bracket is open there.
  /// - Returns: Whether a blank stands before the piece.
  func hasBlank(before index: Int, isInBrackets: Bool) -> Bool {
    let (before, piece) = (pieces[index - 1], pieces[index])
    if before.opensBracket || piece.closesBracket || isTight(index - 1, isInBrackets) {
      return false
    }
    switch piece.kind {
    case .symbol(.leftParenthesis), .symbol(.leftBracket):
      return piece.startsValue || !before.endsOperand
    case .symbol(.comma), .symbol(.dot), .symbol(.question), .symbol(.power): return false
    case .symbol(.assign): return !isInBrackets
    case .symbol(.range), .symbol(.colon):
      if before.kind == .symbol(.comma) { return true }
      return loosePlaces.contains(index) && before.endsOperand
    default: return true
    }
  }

  /// Returns whether what follows a piece touches it.
  private func isTight(_ index: Int, _ isInBrackets: Bool) -> Bool {
    let piece = pieces[index]
    switch piece.kind {
    case .option, .negation, .symbol(.dot), .symbol(.power), .symbol(.question): return true
    case .symbol(.assign): return isInBrackets
    case .symbol(.range):
      // `0...5` would be hard to read.
      return !loosePlaces.contains(index) && pieces[index + 1].text.first != Ascii.dot
    case .symbol(.colon): return !loosePlaces.contains(index) || !startsOperand(index + 1)
    default: return false
    }
  }

  private func startsOperand(_ index: Int) -> Bool {
    switch pieces[index].kind {
    case .symbol(.comma), .symbol(.colon), .symbol(.rightBracket): false
    default: true
    }
  }

  /// Finds the ranges and slices of which an end is more than a primary: `a:b`, but `a + 1 : b`.
  private static func loosePlaces(in pieces: [FormatPiece]) -> Set<Int> {
    var result: Set<Int> = []
    var stack = [Item()]
    for (index, piece) in pieces.enumerated() {
      if piece.gap.endsLine, stack.count == 1 {
        result.formUnion(stack[0].loosePlaces)
        stack[0] = Item()
      }
      switch piece.kind {
      case .symbol(.leftParenthesis), .symbol(.leftBracket): stack.append(Item())
      case .symbol(.rightParenthesis), .symbol(.rightBracket):
        result.formUnion(stack.removeLast().loosePlaces)
        if stack.isEmpty { stack = [Item()] }
      case .symbol(.range), .symbol(.colon): stack[stack.count - 1].places.append(index)
      case .symbol(let symbol) where symbol.isSpacedOperator:
        stack[stack.count - 1].isLoose = true
      case .symbol(.comma), .symbol(.assign), .symbol(.semicolon), .symbol(.leftBrace),
        .symbol(.rightBrace), .keyword, .option, .end:
        result.formUnion(stack[stack.count - 1].loosePlaces)
        stack[stack.count - 1] = Item()
      default: continue
      }
    }
    return result
  }

  /// What stands between two commas.
  private struct Item {
    var places: [Int] = []
    var isLoose = false

    var loosePlaces: [Int] { isLoose ? places : [] }
  }
}

extension Symbol {
  /// Whether blanks stand around the operator inside an expression.
  var isSpacedOperator: Bool {
    switch self {
    case .plus, .minus, .times, .divide, .floorDivide, .remainder, .matrixMultiply, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      true
    default: false
    }
  }
}
