/// The local variables of a running function or block, and the frame around it.
///
/// A class, because a function that a script declares shares the frame it was declared in.
final class Frame {
  let evaluator: Evaluator
  let parent: Frame?

  /// The values by slot; nil where a variable is not declared yet.
  var slots: [Value?]

  init(_ evaluator: Evaluator, in parent: Frame?, count: Int) {
    self.evaluator = evaluator
    self.parent = parent
    slots = count == 0 ? [] : [Value?](repeating: nil, count: count)
  }

  /// Returns the frame so many levels further out.
  func ancestor(_ hops: Int) -> Frame {
    var frame = self
    for _ in 0..<hops {
      guard let parent = frame.parent else { preconditionFailure("there is no such frame") }
      frame = parent
    }
    return frame
  }
}

/// How many slots a frame needs, known once all that uses it is compiled.
final class FrameLayout {
  private(set) var count = 0

  /// Returns a slot that nothing uses yet.
  func makeSlot() -> Int {
    count += 1
    return count - 1
  }
}
