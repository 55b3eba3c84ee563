internal import Glibc
internal import Language
internal import Synchronization

/// Writes bytes to a descriptor, whole and in order, however the descriptor behaves.
///
/// Bytes are gathered for a moment, so that many short lines cost few system calls, and go out at
/// the latest when somebody calls `flushIfStale`. It is a class because it owns the buffer; any
/// thread may use it.
public final class OutputChannel: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var lastFlush: UInt64 = 0
    var failure: Int32?
    var eraser: [UInt8] = []
  }

  /// What to do while a reader does not read, or has gone.
  public struct Policy: Sendable {
    /// Returns whether to drop output that cannot be written at present.
    public var givesUp: @Sendable () -> Bool

    /// Called when the reader has gone; it need not return.
    public var readerHasGone: @Sendable () -> Void

    /// Creates a policy that waits for ever and takes a reader's leaving for an error.
    public init(
      givesUp: @escaping @Sendable () -> Bool = { false },
      readerHasGone: @escaping @Sendable () -> Void = {}
    ) {
      self.givesUp = givesUp
      self.readerHasGone = readerHasGone
    }
  }

  /// The descriptor.
  public let descriptor: Int32

  private let policy: Policy
  private let isRegularFile: Bool
  private let state = Mutex(State())

  /// Creates a channel to an open descriptor, which it does not close.
  public init(_ descriptor: Int32, policy: Policy = Policy()) {
    self.descriptor = descriptor
    self.policy = policy
    var status = stat()
    isRegularFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The system's number of the first error met, or nil.
  public var failure: Int32? { state.withLock { $0.failure } }

  /// Writes a text at once, with control characters made harmless.
  public func write(_ text: String) {
    append(TerminalText.escaped(text, keepingNewlines: true).utf8)
    flush()
  }

  /// Appends bytes, and writes them if the last write was some time ago.
  func append(_ bytes: some Sequence<UInt8>) {
    state.withLock { state in
      state.buffer.append(contentsOf: bytes)
      let isStale = Clock.elapsed(since: state.lastFlush) >= Self.patience
      if isStale || state.buffer.count >= Self.capacity { write(&state) }
    }
  }

  /// Says how the line is erased that stands unfinished on a terminal from now on; empty for no line.
  func setEraser(_ bytes: [UInt8]) { state.withLock { $0.eraser = bytes } }

  /// Erases an unfinished line, and keeps everybody from writing while `body` runs.
  func withClearedLine(_ body: () -> Void) {
    state.withLock { state in
      state.buffer += state.eraser
      write(&state)
      body()
    }
  }

  /// Writes what is waiting.
  public func flush() { state.withLock { write(&$0) } }

  /// Writes what has waited long enough, unless another thread is about to.
  func flushIfStale() {
    state.withLockIfAvailable { state in
      if Clock.elapsed(since: state.lastFlush) >= Self.patience { write(&state) }
    }
  }

  /// How long bytes may wait, in nanoseconds: too short to notice.
  private static let patience = 20 * Clock.millisecond

  /// How many bytes may wait.
  private static let capacity = 1 << 16

  /// A pipe or terminal that can be written to takes so many bytes without blocking.
  private static let safeLength = 4096

  private func write(_ state: inout State) {
    defer {
      state.buffer.removeAll(keepingCapacity: true)
      state.lastFlush = Clock.now
    }
    var rest = state.buffer[...]
    while !rest.isEmpty {
      guard isRegularFile || Poll.isWritable(descriptor, timeout: 50) else {
        if policy.givesUp() { return }
        continue
      }
      let length = isRegularFile ? rest.count : min(rest.count, Self.safeLength)
      // SAFETY: `length` is at most the size of the buffer.
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, length) }
      if count > 0 { rest = rest.dropFirst(count) }
      guard count <= 0, errno != EINTR, errno != EAGAIN else { continue }
      if count < 0, errno == EPIPE { policy.readerHasGone() }
      // A device that takes nothing without an error is an error too.
      if state.failure == nil { state.failure = count < 0 ? errno : EIO }
      return
    }
  }
}
