/// Asked now and then in long work whether to end it: who says so makes no use of the result.
public struct StopCheck: Sendable {
  /// Goes on to the end.
  public static let never = StopCheck { false }

  private let isWanted: @Sendable () -> Bool

  /// Creates a check that asks a closure, from whatever thread does the work.
  public init(_ isWanted: @escaping @Sendable () -> Bool) { self.isWanted = isWanted }

  /// Whether the work is to end.
  var isStop: Bool { isWanted() }

  /// Returns whether the work is to end before its `index`th step; asks before one of 65,536.
  func isStop(before index: Int) -> Bool { index & 0xFFFF == 0 && isWanted() }

  /// Throws where the work was ended early.
  func check() throws(PlotError) { if isWanted() { throw .stopped } }
}

extension StopCheck: Equatable {
  /// Returns true: what is asked is no part of what is drawn.
  public static func == (left: StopCheck, right: StopCheck) -> Bool { true }
}
