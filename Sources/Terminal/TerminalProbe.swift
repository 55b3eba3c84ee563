internal import Glibc
internal import Synchronization

/// Asks the terminal about itself, at the moment when somebody needs to know.
///
/// The questions end with one that every terminal answers, so that nobody waits for the rest. Keys
/// that are pressed meanwhile come out of the same descriptor; they are kept for the prompt. The
/// session's thread asks, while the main thread does not read; it is a class because the two share
/// what is kept.
final class TerminalProbe: Sendable {
  /// What came from the terminal beside answers.
  struct Kept {
    /// What was typed.
    var typed: [UInt8] = []

    /// Whether answers may still come.
    var expectsAnswers = false
  }

  /// Whether the prompt takes what was typed; else nothing is asked where something waits.
  private let keepsTyped: Bool

  /// How long to wait for the last answer, in milliseconds.
  private let patience: Int32

  private let kept = Mutex(Kept())

  /// Creates a probe of the terminal at the standard descriptors.
  init(keepsTyped: Bool, patience: Int32) {
    self.keepsTyped = keepsTyped
    self.patience = patience
  }

  /// How long to wait where the environment is this: the answers of a terminal behind a network take
  /// their time, and a terminal that never answers is rare.
  static func patience(in environment: [String: String]) -> Int32 {
    let isFar = environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil
    return isFar ? 1_000 : 200
  }

  /// Takes what was typed while the terminal was asked.
  func takeKept() -> Kept {
    kept.withLock { kept in
      defer { kept = Kept() }
      return kept
    }
  }

  /// Sends questions and returns the answers; nil where this is no time to ask.
  ///
  /// The questions are to end with DA1, `ESC [ c`, whose answer is the last to come.
  func ask(_ questions: String) -> [TerminalAnswer]? {
    // In the background a change of the terminal's modes would stop the program.
    guard isatty(STDIN_FILENO) == 1, tcgetpgrp(STDIN_FILENO) == getpgrp() else { return nil }
    let isWaiting = !Poll.readable([STDIN_FILENO], timeout: 0).isEmpty
    guard keepsTyped || !isWaiting else { return nil }
    // Whole lines first: an end of input among them is lost once the modes have changed.
    let lines = keepsTyped ? TypedAhead.take() : []
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return nil }
    var quiet = modes
    // Ctrl-C goes on to be a signal.
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // SAFETY: the array of the structure has NCCS bytes, and both indices are below that.
    withUnsafeMutableBytes(of: &quiet.c_cc) { keys in
      keys[Int(VMIN)] = 0
      keys[Int(VTIME)] = 0
    }
    guard tcsetattr(STDIN_FILENO, TCSANOW, &quiet) == 0 else { return nil }
    // What was typed of a line without an end shows only now.
    let isBusy = !keepsTyped && !Poll.readable([STDIN_FILENO], timeout: 0).isEmpty
    var reader = TerminalAnswerReader()
    // A terminal that has shown a question as text has the line wiped.
    let isAnswered = !isBusy && send(questions + "\r\u{1B}[K") && receive(into: &reader)
    reader.finish()
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    if keepsTyped {
      kept.withLock { kept in
        kept.typed += lines + reader.typed
        kept.expectsAnswers = kept.expectsAnswers || !isAnswered
      }
    } else {
      Self.giveBack(reader.typed)
    }
    return isBusy ? nil : reader.answers
  }

  /// Puts keys back to where they came from, for the program that reads them next; newer kernels may
  /// refuse.
  private static func giveBack(_ keys: [UInt8]) {
    for key in keys {
      var key = key
      guard ioctl(STDIN_FILENO, UInt(TIOCSTI), &key) == 0 else { return }
    }
  }

  private func send(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      guard Poll.isWritable(STDOUT_FILENO, timeout: patience) else { return false }
      // SAFETY: the count is that of the buffer.
      let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) }
      if count < 0, errno != EINTR, errno != EAGAIN { return false }
    }
    return true
  }

  /// Reads until the last answer; returns whether it came in time.
  private func receive(into reader: inout TerminalAnswerReader) -> Bool {
    let start = Clock.now
    var block = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      let left = Int64(patience) - Int64(Clock.elapsed(since: start) / Clock.millisecond)
      guard left > 0, !Poll.readable([STDIN_FILENO], timeout: Int32(left)).isEmpty else {
        return false
      }
      let count = read(STDIN_FILENO, &block, block.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return false }
      reader.take(block[..<count])
      let isLast = reader.answers.contains { if case .attributes = $0 { true } else { false } }
      if isLast { return true }
    }
  }
}
