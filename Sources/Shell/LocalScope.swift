internal import Language

/// The names that a block or a function binds, while it is compiled: each has a slot of a frame.
///
/// A block shares the frame of what is around it unless a function declared inside it may keep its
/// variables alive. Code sees what stands before it; the body of a function sees all that its
/// surroundings have bound by the time it is called, which is why a slot may be empty.
final class LocalScope {
  /// A slot, seen from a place in the code.
  struct Slot {
    /// How many frames further out it lies.
    let hops: Int
    let index: Int
  }

  /// What a name may stand for, the innermost first.
  struct Candidates {
    var slots: [Slot] = []
    /// Whether the last of the slots surely holds a value.
    var isCertain = false
  }

  let parent: LocalScope?
  let layout: FrameLayout
  private let isFunction: Bool
  private var indices: [Name: Int] = [:]
  private var bound: Set<Name> = []

  /// Creates the scope of a block; without a layout of its own it lives in its parent's frame.
  init(in parent: LocalScope?, layout: FrameLayout, isFunction: Bool = false) {
    self.parent = parent
    self.layout = layout
    self.isFunction = isFunction
  }

  /// The slots of the scope's own names.
  var slots: [Int] { indices.values.sorted() }

  /// Gives a name a slot, which stays empty until the code that binds it has run.
  @discardableResult
  func reserve(_ name: Name) -> Int {
    if let known = indices[name] { return known }
    let index = layout.makeSlot()
    indices[name] = index
    return index
  }

  /// Notes that what is compiled from now on sees a name; returns its slot.
  func bind(_ name: Name) -> Int {
    bound.insert(name)
    return reserve(name)
  }

  /// Returns what a name may stand for.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - isLater: Whether the code runs later than what surrounds it, as a default value does.
  /// - Returns: The slots, seen from this scope.
  func candidates(for name: Name, isLater: Bool = false) -> Candidates {
    var result = Candidates()
    var isLater = isLater
    var hops = 0
    var next: LocalScope? = self
    while let scope = next {
      if let index = scope.indices[name], isLater || scope.bound.contains(name) {
        result.slots.append(Slot(hops: hops, index: index))
        if scope.bound.contains(name) {
          result.isCertain = true
          return result
        }
      }
      isLater = isLater || scope.isFunction
      if let parent = scope.parent, parent.layout !== scope.layout { hops += 1 }
      next = scope.parent
    }
    return result
  }

  /// Returns whether a name has a value in a frame of this scope or further out.
  func holds(_ name: Name, in frame: Frame) -> Bool {
    var frame = frame
    var next: LocalScope? = self
    while let scope = next {
      if let index = scope.indices[name], frame.slots[index] != nil { return true }
      if let parent = scope.parent, parent.layout !== scope.layout { frame = frame.ancestor(1) }
      next = scope.parent
    }
    return false
  }
}
