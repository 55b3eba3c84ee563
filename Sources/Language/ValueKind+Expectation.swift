extension ValueKind {
  /// What a value must be, as it reads behind "must be".
  public var expectation: String {
    switch self {
    case .integer(let range): Self.described(range)
    case .number(let bound): bound.expectation
    case .flag: "true or false"
    case .list: "a list"
    case .expression: "a value"
    case .word: "a word"
    case .name: "a name"
    case .path: "a path"
    case .file(let endings): "a path ending in \(Self.described(endings))"
    case .choice(let words): Self.described(words)
    }
  }

  private static func described(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "a whole number"
    case (let least, .max): "a whole number of at least \(least)"
    case (.min, let most): "a whole number of at most \(most)"
    case (let least, let most): "a whole number from \(least) to \(most)"
    }
  }

  private static func described(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "a word" }
    return "\(words.dropLast().joined(separator: ", ")) or \(last)"
  }
}

extension NumberBound {
  /// What a number must be, as it reads behind "must be".
  public var expectation: String {
    switch self {
    case .finite: "a finite number"
    case .notNegative: "a number of at least 0"
    case .positive: "a number above 0"
    case .within(let range):
      "a number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
    case .below(let range):
      "a number from \(Self.short(range.lowerBound)) to below \(Self.short(range.upperBound))"
    }
  }

  /// Returns whether a number satisfies the bound.
  public func allows(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    return switch self {
    case .finite: true
    case .notNegative: number >= 0
    case .positive: number > 0
    case .within(let range): range.contains(number)
    case .below(let range): range.contains(number)
    }
  }

  /// Returns a number without a fraction of zero.
  private static func short(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}
