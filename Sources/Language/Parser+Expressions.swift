/// An expression with the height of its tree, which is bounded so that walking and releasing the
/// tree never need more stack than there is.
struct Operand {
  /// The expression.
  let expression: Expression

  /// The nodes on the longest way down.
  let height: Int
}

/// How tightly operators bind, from the loosest.
enum Precedence: Int, Comparable {
  case or, and, not, comparison, range, additive, multiplicative, unary

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// What binds tighter by one step.
  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .unary }
}

extension Parser {
  /// Reads a whole expression.
  mutating func expression() throws(ParseFault) -> Expression {
    try operand(atLeast: .or).expression
  }

  /// Reads an expression inside another.
  mutating func nestedOperand() throws(ParseFault) -> Operand {
    try descend()
    defer { expressionDepth -= 1 }
    return try operand(atLeast: .or)
  }

  /// Reads an expression whose operators bind at least so tightly; chains of operators are read in
  /// a loop.
  mutating func operand(atLeast floor: Precedence) throws(ParseFault) -> Operand {
    var left = try leadingOperand(atLeast: floor)
    while true {
      if let (operation, precedence) = binaryOperator(token), precedence >= floor {
        let place = token.range
        advance()
        let right = try operand(atLeast: precedence.next)
        let kind = Expression.Kind.binary(left.expression, operation, right.expression, place)
        left = try join(kind, left, right)
      } else if comparisonOperator(token) != nil, floor <= .comparison {
        left = try comparison(from: left)
      } else if at(.range), floor <= .range {
        left = try range(from: left)
      } else {
        return left
      }
    }
  }

  /// Returns an operand made of two others.
  func join(
    _ kind: Expression.Kind,
    _ left: Operand,
    _ right: Operand
  ) throws(ParseFault) -> Operand {
    let range = left.expression.range.extended(to: right.expression.range)
    return try raised(Expression(kind, at: range), above: max(left.height, right.height))
  }

  /// Returns an operand one higher than what it contains.
  func raised(_ expression: Expression, above height: Int) throws(ParseFault) -> Operand {
    guard height < Limits.expressionHeight else {
      throw fault(
        "an expression has more than \(Limits.expressionHeight) operations on top of each other",
        at: token.range,
        kind: .limit
      )
    }
    return Operand(expression: expression, height: height + 1)
  }

  /// Reads an expression that begins with `-`, or that has no prefix, with its powers.
  mutating func unaryOperand() throws(ParseFault) -> Operand {
    guard at(.minus) else { return try power() }
    let start = token.range
    if let least = leastInteger() { return least }
    try descend()
    defer { expressionDepth -= 1 }
    advance()
    let operand = try unaryOperand()
    let range = start.extended(to: operand.expression.range)
    return try raised(
      Expression(.unary(.minus, operand.expression), at: range),
      above: operand.height
    )
  }

  private mutating func leadingOperand(
    atLeast floor: Precedence
  ) throws(ParseFault) -> Operand {
    guard at(.not) else { return try unaryOperand() }
    let start = token.range
    guard floor <= .not else {
      throw fault("'not' needs parentheses here", at: start, hint: "write '(not …)'")
    }
    try descend()
    defer { expressionDepth -= 1 }
    advance()
    let operand = try operand(atLeast: .not)
    let range = start.extended(to: operand.expression.range)
    return try raised(
      Expression(.unary(.not, operand.expression), at: range),
      above: operand.height
    )
  }

  /// Reads the smallest integer, whose digits alone are too large for an integer.
  private mutating func leastInteger() -> Operand? {
    guard peek().kind == .integer(UInt64(Int.min.magnitude)) else { return nil }
    var ahead = self
    ahead.advance()
    let range = token.range.extended(to: ahead.token.range)
    ahead.advance()
    switch ahead.token.kind {
    case .symbol(.power), .symbol(.leftBracket), .symbol(.leftParenthesis), .symbol(.dot):
      return nil
    default:
      self = ahead
      return Operand(expression: Expression(.integer(.min), at: range), height: 1)
    }
  }

  private mutating func power() throws(ParseFault) -> Operand {
    let base = try postfixOperand()
    guard at(.power) else { return base }
    let place = token.range
    try descend()
    defer { expressionDepth -= 1 }
    advance()
    // The exponent may have a minus of its own, and powers bind to the right.
    let exponent = try unaryOperand()
    return try join(
      .binary(base.expression, .power, exponent.expression, place),
      base,
      exponent
    )
  }

  private mutating func comparison(from first: Operand) throws(ParseFault) -> Operand {
    var links: [ComparisonLink] = []
    var height = first.height
    var end = first.expression.range
    while let comparison = comparisonOperator(token) {
      let place = token.range
      advance()
      let right = try operand(atLeast: Precedence.comparison.next)
      links.append(ComparisonLink(comparison, right.expression, at: place))
      height = max(height, right.height)
      end = right.expression.range
    }
    return try raised(
      Expression(
        .comparison(first.expression, links),
        at: first.expression.range.extended(to: end)
      ),
      above: height
    )
  }

  private mutating func range(from low: Operand) throws(ParseFault) -> Operand {
    advance()
    let high = try operand(atLeast: Precedence.range.next)
    guard !at(.range) else {
      throw fault("a range has two ends only", at: token.range)
    }
    return try join(.range(low.expression, high.expression), low, high)
  }

  private func binaryOperator(_ token: Token) -> (BinaryOperator, Precedence)? {
    switch token.kind {
    case .keyword(.or): (.or, .or)
    case .keyword(.and): (.and, .and)
    case .symbol(.plus): (.plus, .additive)
    case .symbol(.minus): (.minus, .additive)
    case .symbol(.times): (.times, .multiplicative)
    case .symbol(.divide): (.divide, .multiplicative)
    case .symbol(.floorDivide): (.floorDivide, .multiplicative)
    case .symbol(.remainder): (.remainder, .multiplicative)
    case .symbol(.matrixMultiply): (.matrixMultiply, .multiplicative)
    default: nil
    }
  }

  private func comparisonOperator(_ token: Token) -> ComparisonOperator? {
    guard case .symbol(let symbol) = token.kind else { return nil }
    return ComparisonOperator(rawValue: symbol.rawValue)
  }
}
