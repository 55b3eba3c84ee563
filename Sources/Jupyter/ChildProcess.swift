internal import CZeroMQ
internal import Glibc
internal import Shell

/// A command that `/bin/sh` runs for a line that begins with `!`.
///
/// Its standard output and error are one pipe, so that the order of its output is kept. It has a
/// process group of its own, which an interruption ends as a whole.
enum ChildProcess {
  /// Runs a command, hands out its output as it comes, and returns its exit status: 128 + N where
  /// signal N ended it, 127 where it cannot be started.
  static func run(
    _ command: String,
    interruption: Interruption,
    output: (String) -> Void
  ) -> Int {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { return 127 }
    defer { close(ends[0]) }
    // The child's own end blocks as programs expect.
    _ = fcntl(ends[1], F_SETFL, 0)
    let child = spawn(command, output: ends[1])
    close(ends[1])
    guard let child else { return 127 }
    var reader = OutputReader(descriptor: ends[0])
    var killer = Killer(child: child)
    while true {
      var status: Int32 = 0
      let isOver = waitpid(child, &status, WNOHANG) == child
      reader.read(output)
      if isOver {
        // A process left in the background may keep the pipe, but not the cell.
        reader.finish(output)
        let signal = status & 0x7F
        return Int(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
      }
      if interruption.isRequested { killer.press() }
      reader.wait(milliseconds: 10)
    }
  }

  private static func spawn(_ command: String, output: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command].map { (word: String) in
      strdup(word)
    }
    words.append(nil)
    defer { for word in words { free(word) } }
    var child = pid_t()
    let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &words, environ)
    return code == 0 ? child : nil
  }
}

/// Ends a child that was interrupted: SIGINT at first, SIGKILL where it takes no notice.
private struct Killer {
  let child: pid_t
  private var pressedAt: UInt64?
  private var isKilled = false

  init(child: pid_t) { self.child = child }

  mutating func press() {
    guard let pressedAt else {
      pressedAt = Clock.now
      kill(-child, SIGINT)
      return
    }
    guard !isKilled, Clock.milliseconds(since: pressedAt) > 150 else { return }
    isKilled = true
    kill(-child, SIGKILL)
  }
}

/// Reads a pipe as text.
private struct OutputReader {
  let descriptor: Int32
  private var rest: [UInt8] = []
  private var hasEnded = false

  init(descriptor: Int32) { self.descriptor = descriptor }

  func wait(milliseconds: Int32) {
    if hasEnded {
      usleep(UInt32(milliseconds) * 100)
    } else {
      WakeUp.wait(descriptor, milliseconds: milliseconds)
    }
  }

  /// Hands out what has come, but keeps the beginning of a character whose end has not.
  mutating func read(_ output: (String) -> Void) {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    // A child that never stops writing must not keep us from looking after it.
    for _ in 0..<64 {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { hasEnded = true }
      guard count > 0 else { return }
      rest += block[..<count]
      let length = rest.count - Self.unfinished(rest)
      output(String(decoding: rest[..<length], as: UTF8.self))
      rest.removeFirst(length)
    }
  }

  mutating func finish(_ output: (String) -> Void) {
    read(output)
    if !rest.isEmpty { output(String(decoding: rest, as: UTF8.self)) }
    rest = []
  }

  /// The bytes at the end that begin a character of UTF-8 without ending it.
  private static func unfinished(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > count ? count : 0
    }
    return 0
  }
}
