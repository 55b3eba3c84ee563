/// Finds the word that a user may have meant.
public enum Suggestion {
  /// Words longer than this are not compared.
  private static let longest = 64

  /// Returns the candidate most like a word, or nil if none is like it; the first of equals.
  ///
  /// The measure is the optimal string alignment distance over code points, upper and lower case
  /// taken as equal: insertions, deletions, replacements and swapped neighbours cost one each.
  public static func closest(
    to word: String,
    among candidates: some Sequence<String>
  ) -> String? {
    let target = Array(word.lowercased().unicodeScalars)
    guard !target.isEmpty, target.count <= longest else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let other = Array(candidate.lowercased().unicodeScalars)
      let threshold = Self.threshold(min(target.count, other.count))
      guard abs(other.count - target.count) <= threshold else { continue }
      let distance = distance(target, other)
      if distance <= threshold, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// Returns how many slips are forgiven in a word of so many letters.
  private static func threshold(_ length: Int) -> Int {
    switch length {
    case ..<2: 0
    case ..<5: 1
    case ..<9: 2
    default: 3
    }
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in stride(from: 1, through: right.count, by: 1) {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        var least = min(previous[column] + 1, current[column - 1] + 1)
        least = min(least, previous[column - 1] + cost)
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          least = min(least, beforePrevious[column - 2] + 1)
        }
        current.append(least)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
