/// Remembers which signed messages have come, so that none counts twice.
///
/// Only verified messages are recorded: a peer without the key cannot push anything out. What the
/// record has no more room for is refused by its date: a message that is not younger than the
/// youngest forgotten one could be a replay of it.
struct ReplayGuard {
  private let capacity: Int
  private var current: Set<UInt64> = []
  private var previous: Set<UInt64> = []
  private var currentYoungest = Int.min
  private var previousYoungest = Int.min
  private var forgottenYoungest = Int.min

  /// Creates a record that holds at least `capacity` and at most twice as many messages.
  init(capacity: Int = 500_000) { self.capacity = capacity }

  /// Records a verified message; returns false where it has come before or is too old to tell.
  ///
  /// `date` is the moment of its header in microseconds; a message without one counts as old.
  mutating func admit(signature: [UInt8], date: Int?) -> Bool {
    let date = date ?? Int.min
    if forgottenYoungest > Int.min, date <= forgottenYoungest { return false }
    let mark = Self.mark(of: signature)
    guard !previous.contains(mark), current.insert(mark).inserted else { return false }
    currentYoungest = max(currentYoungest, date)
    if current.count >= capacity { rotate() }
    return true
  }

  private mutating func rotate() {
    if !previous.isEmpty { forgottenYoungest = max(forgottenYoungest, previousYoungest) }
    previous = current
    previousYoungest = currentYoungest
    current = []
    currentYoungest = Int.min
  }

  /// The first 64 bits of the signature: two messages share them once in 2^64.
  private static func mark(of signature: [UInt8]) -> UInt64 {
    signature.prefix(16).reduce(0) { value, digit in
      value << 4 | UInt64(digit > 0x39 ? digit - 87 : digit - 48)
    }
  }
}
