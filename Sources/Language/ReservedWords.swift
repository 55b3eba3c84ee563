/// The words that the language keeps for itself.
public enum ReservedWords {
  /// All of them, in the order of their declaration.
  public static let all = Keyword.allCases.map(\.rawValue)
}
