internal import Glibc

/// How long tests wait for what is to end soon.
public enum Patience {
  /// Returns some seconds, or as many times more as `$AEREPL_PATIENCE` says: under a sanitizer all
  /// takes longer.
  public static func seconds(_ count: Double) -> Duration { .seconds(count * factor) }

  /// The factor.
  static let factor = getenv("AEREPL_PATIENCE").flatMap { Double(String(cString: $0)) } ?? 1
}
