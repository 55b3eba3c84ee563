public import Language
internal import Synchronization
internal import Tensors

/// What the evaluation of a script may use: how much memory at once, and time until the user wants it
/// to stop.
///
/// Memory is asked for before each large allocation, because a failed allocation ends the process.
public struct MemoryBudget: Sendable {
  /// The budget of this process: three quarters of what it could allocate now.
  public static let system = MemoryBudget(fixed: nil, interruption: nil)

  private let fixed: Int?
  private let shared: Shared

  /// Creates a budget of a given size.
  public init(bytes: Int) { self.init(fixed: bytes, interruption: nil) }

  /// Creates the process's budget, of which an interruption is the end.
  init(until interruption: Interruption) { self.init(fixed: nil, interruption: interruption) }

  private init(fixed: Int?, interruption: Interruption?) {
    self.fixed = fixed
    shared = Shared(interruption)
  }

  /// Returns whether long work is to end without a result.
  public func isSpent() -> Bool { shared.interruption?.isRequested ?? false }

  /// The most bytes that one request may take at present.
  public var bytes: Int { fixed ?? Memory.available / 4 * 3 }

  /// Throws a `limit` diagnostic where `count` elements of `size` bytes exceed the budget.
  public func require(_ count: Int, of size: Int, for purpose: @autoclosure () -> String)
    throws(Diagnostic)
  {
    let (product, overflow) = count.multipliedReportingOverflow(by: size)
    // What is small is not worth asking the system for, but many of it are.
    guard overflow || product > (fixed ?? Self.smallRequest) else {
      if fixed == nil, shared.isWorthAsking(after: product + Self.overhead), bytes < Self.reserve {
        throw Diagnostic(.limit, "the memory is used up: \(Self.text(bytes)) are free")
      }
      return
    }
    let bytes = bytes
    guard overflow || product > bytes else { return }
    let wanted = overflow ? "more than 2^63 bytes" : Self.text(product)
    throw Diagnostic(
      .limit,
      "\(purpose()) needs \(wanted), of which \(Self.text(bytes)) are free"
    )
  }

  private static let smallRequest = 1 << 20

  /// About what an object takes besides its elements: 128 bytes.
  private static let overhead = 128

  /// What must be left where many small requests were made: 12 MiB, three times as much as they are
  /// allowed in between, because not all that takes memory is asked for.
  private static let reserve = 3 * Shared.together

  private static func text(_ bytes: Int) -> String {
    switch bytes {
    case ..<10_000: "\(bytes) bytes"
    case ..<10_000_000: "\(bytes / 1_000) kB"
    case ..<10_000_000_000: "\(bytes / 1_000_000) MB"
    default: "\(bytes / 1_000_000_000) GB"
    }
  }
}

extension MemoryBudget {
  /// The bytes of the longest text; a longer one has surely grown by mistake.
  private static let longestText = 1 << 28

  /// The elements of the longest list.
  private static let longestList = 1 << 24

  /// Throws where a text of so many bytes is too long, or exceeds the budget.
  ///
  /// One that was added to takes new memory only now and then, and twice as much each time.
  func requireText(_ bytes: Int, grownFrom before: Int? = nil) throws(Diagnostic) {
    guard bytes <= Self.longestText else {
      throw Diagnostic(.limit, "a string has at most \(Self.longestText) bytes, not \(bytes)")
    }
    guard let room = Self.room(for: bytes, grownFrom: before) else { return }
    try require(room, of: 1, for: "a string of \(bytes) bytes")
  }

  /// Throws where a list of so many elements is too long, or exceeds the budget.
  func requireList(_ count: Int, grownFrom before: Int? = nil) throws(Diagnostic) {
    guard count <= Self.longestList else {
      throw Diagnostic(.limit, "a list has at most \(Self.longestList) elements, not \(count)")
    }
    guard let room = Self.room(for: count, grownFrom: before) else { return }
    try require(room, of: MemoryLayout<Value>.stride, for: "a list of \(count) elements")
  }

  /// Returns for how many elements memory is taken; nil where there is room already.
  private static func room(for count: Int, grownFrom before: Int?) -> Int? {
    guard let before else { return count }
    return before.leadingZeroBitCount == count.leadingZeroBitCount ? nil : 2 * count
  }

  /// Throws where a tensor of a shape exceeds the budget.
  func require(_ shape: Shape) throws(Diagnostic) {
    try require(shape.count, of: MemoryLayout<Float>.stride, for: "a tensor of \(shape)")
  }

  /// Throws where expanding the views among some values exceeds the budget.
  func requireExpansion(of values: Value...) throws(Diagnostic) {
    for case .view(let view) in values { try require(view.shape) }
  }
}

/// What the copies of a budget have in common; one object, so that passing a budget on costs little.
private final class Shared: Sendable {
  /// The bytes of small requests that may be taken before the system is asked again: 4 MiB.
  static let together = 1 << 22

  let interruption: Interruption?

  private let bytes = Atomic<Int>(0)

  init(_ interruption: Interruption?) { self.interruption = interruption }

  /// Returns whether the small requests have added up to so much that the system is to be asked.
  func isWorthAsking(after request: Int) -> Bool {
    // Where two threads add at once one of them may be forgotten, which is cheaper than to wait.
    let sum = bytes.load(ordering: .relaxed) + request
    let isMuch = sum >= Self.together
    bytes.store(isMuch ? 0 : sum, ordering: .relaxed)
    return isMuch
  }
}
