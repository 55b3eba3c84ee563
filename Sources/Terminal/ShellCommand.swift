internal import CReadline
internal import Glibc
internal import Shell

/// A command that `/bin/sh` runs for a line that begins with `!`.
struct ShellCommand {
  /// The signals that it gets with their default action.
  var defaultSignals: sigset_t

  /// Whether it reads what the user types; else its input is empty.
  ///
  /// If so it stays in our process group, which owns the terminal: Ctrl-C and Ctrl-Z reach it
  /// directly. Else it has a group of its own, which an interruption ends as a whole.
  var sharesTerminal: Bool

  /// Runs a command and returns its exit status, 128 + N where signal N ended it.
  func run(_ command: String, interruption: Interruption) -> Int {
    var modes = termios()
    let hasModes = sharesTerminal && tcgetattr(STDIN_FILENO, &modes) == 0
    guard let child = spawn(command) else { return 127 }
    let status = wait(for: child, interruption: interruption)
    // A program that was ended in the middle leaves the terminal as it used it.
    if hasModes, status > 128 { tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) }
    return status
  }

  private func spawn(_ command: String) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if !sharesTerminal {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    if !sharesTerminal { flags |= POSIX_SPAWN_SETPGROUP }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var defaults = defaultSignals
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    return Self.withArguments(["sh", "-c", command]) { arguments in
      var child = pid_t()
      let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environ)
      return code == 0 ? child : nil
    }
  }

  private func wait(for child: pid_t, interruption: Interruption) -> Int {
    var pause: UInt32 = 500
    var interruptedAt: UInt64?
    var sent: Int32 = 0
    while true {
      var status: Int32 = 0
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return Self.exitStatus(of: status) }
      if ended < 0, errno != EINTR { return 127 }
      if interruption.isRequested {
        let start = interruptedAt ?? Clock.now
        interruptedAt = start
        let signal = Self.signal(after: Clock.elapsed(since: start), sharesTerminal: sharesTerminal)
        if signal != sent, signal != 0 { kill(sharesTerminal ? child : -child, signal) }
        sent = signal
      }
      usleep(pause)
      // Short commands are noticed at once, long ones cost nothing.
      pause = min(pause * 2, 10_000)
    }
  }

  /// Returns what to send to a child that has not ended so long after an interruption.
  private static func signal(after nanoseconds: UInt64, sharesTerminal: Bool) -> Int32 {
    if nanoseconds > 150 * Clock.millisecond { return SIGKILL }
    // The terminal has sent its own SIGINT; a second one at the same time might disturb.
    if sharesTerminal, nanoseconds < 50 * Clock.millisecond { return 0 }
    return SIGINT
  }

  /// The status as wait(2) packs it: the signal in the low seven bits, else the exit status above.
  private static func exitStatus(of status: Int32) -> Int {
    let signal = status & 0x7F
    return Int(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  private static func withArguments<Result>(
    _ arguments: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
      // SAFETY: the buffer has at least the terminating nil, so it has a base address.
      body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}
