/// The version of the product.
public enum Version {
  /// The version number.
  public static let number = "0.1.0"

  /// What `version` and `--version` print.
  public static let text = """
    aerepl \(number)
    Licence GPL-3.0-or-later: free software, without warranty.
    """
}
