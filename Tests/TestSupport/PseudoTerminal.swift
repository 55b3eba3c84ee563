internal import Glibc

/// The program at a terminal of its own, with a person who types and reads.
///
/// It is a class because it owns the terminal and the process, which go with it.
public final class PseudoTerminal {
  /// Everything that the terminal was sent so far.
  public var transcript: String { String(decoding: bytes, as: UTF8.self) }

  /// The terminal's modes before the program began.
  public let modesAtStart: [UInt8]

  private let directory: TemporaryDirectory
  private let descriptor: Int32
  private let child: pid_t
  private var bytes: [UInt8] = []
  private var read = 0
  private var exit: Program.Exit?
  private var isOpen = true
  private var hasEnded = false

  /// Starts the program, or another one that may start it as `$AEREPL`; its history and configuration
  /// lie in `home`, or in a directory of its own.
  public init(
    _ arguments: [String] = [],
    program: String = Program.path,
    environment: [String: String] = [:],
    home: TemporaryDirectory = TemporaryDirectory(),
    columns: UInt16 = 80
  ) {
    directory = home
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    var isLocked: Int32 = 0
    var number: Int32 = 0
    // The requests TIOCSPTLCK and TIOCGPTN of <asm/ioctls.h>, which Swift does not import.
    precondition(ioctl(descriptor, 0x4004_5431, &isLocked) == 0, "a test can have a terminal")
    precondition(ioctl(descriptor, 0x8004_5430, &number) == 0, "a test can have a terminal")
    let name = "/dev/pts/\(number)"
    // While nobody has the other end open, what is set here could be lost.
    let other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(other) }
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    modesAtStart = Self.modes(of: descriptor)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its controlling terminal.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    child = Program.spawn(
      program,
      arguments,
      environment: Program.base(home).merging(environment) { _, given in given },
      actions: &actions,
      isSessionLeader: true
    )
  }

  deinit {
    hangUp()
    if !hasEnded { _ = Program.waitForExit(of: child, within: 0) }
  }

  /// The terminal's modes at present.
  public var modes: [UInt8] { Self.modes(of: descriptor) }

  /// Types a text; `\r` is the Enter key, `\u{3}` Ctrl-C, `\u{4}` Ctrl-D.
  public func type(_ text: String) {
    var bytes = Array(text.utf8)[...]
    for _ in 0..<20_000 where !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else { receive(milliseconds: 5) }
    }
  }

  /// Waits until the program has written a text after what was expected before.
  ///
  /// Returns whether it has; the reading goes on behind it.
  public func expect(_ text: String, within seconds: Double = 5) -> Bool {
    let wanted = Array(text.utf8)
    var start = read
    for _ in 0...Int(seconds * Patience.factor * 100) {
      if let found = Self.firstIndex(of: wanted, in: bytes, from: start) {
        read = found + wanted.count
        return true
      }
      start = max(read, bytes.count - wanted.count)
      receive(milliseconds: 10)
    }
    return false
  }

  /// Returns what the program has written after what was expected, once it pauses.
  public func remaining(pause milliseconds: Int32 = 100) -> String {
    while receive(milliseconds: milliseconds) {}
    defer { read = bytes.count }
    return String(decoding: bytes[read...], as: UTF8.self)
  }

  /// Sends a signal to the program.
  public func send(_ signal: Int32) { kill(child, signal) }

  /// Changes the window's width.
  public func resize(columns: UInt16) {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  /// Takes the terminal away, as a lost connection does.
  public func hangUp() {
    if isOpen { close(descriptor) }
    isOpen = false
  }

  /// Waits for the program to end; nil, and it is killed, if it takes too long.
  public func waitForExit(within seconds: Double = 5) -> Program.Exit? {
    for _ in 0..<Int(seconds * Patience.factor * 50) {
      // What nobody reads would keep the program from ending.
      if isOpen { receive(milliseconds: 0) }
      if let exit = exitNow() { return exit }
      usleep(20_000)
    }
    hasEnded = true
    return Program.waitForExit(of: child, within: 0)
  }

  private func exitNow() -> Program.Exit? {
    var information = siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    guard waitid(P_PID, id_t(child), &information, options) == 0, information.si_signo != 0 else {
      return nil
    }
    hasEnded = true
    return Program.waitForExit(of: child, within: 1)
  }

  @discardableResult
  private func receive(milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else { return false }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &block, block.count)
    guard count > 0 else {
      // The other end is closed, and poll returns at once from now on.
      usleep(UInt32(milliseconds) * 1000)
      return false
    }
    bytes += block[..<count]
    return true
  }

  private static func firstIndex(of wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - wanted.count >= start else { return nil }
    return (start...(bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }
  }

  private static func modes(of descriptor: Int32) -> [UInt8] {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return withUnsafeBytes(of: modes) { Array($0) }
  }
}
