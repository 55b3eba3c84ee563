internal import Glibc

/// The built program, run as a process of its own.
public enum Program {
  /// How a process ended.
  public enum Exit: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)
  }

  /// What a run left behind.
  public struct Result: Sendable {
    /// How it ended; nil if it had to be killed because it took too long.
    public var exit: Exit?

    /// What it wrote to standard output.
    public var output: String

    /// What it wrote to standard error.
    public var errors: String
  }

  /// The path of the program, which lies beside the tests.
  public static let path: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
    let directory = bundle.split(separator: "/", omittingEmptySubsequences: false)
      .prefix { !$0.hasSuffix(".xctest") }
    return directory.joined(separator: "/") + "/aerepl"
  }()

  /// Runs the program with empty input.
  public static func run(
    _ arguments: [String],
    environment: [String: String] = [:],
    within seconds: Double = 10
  ) -> Result {
    let command = #""$AEREPL" "$@" < /dev/null"#
    return shell(command, arguments, environment: environment, within: seconds)
  }

  /// Runs a shell command, in which `$AEREPL` is the program and `$@` the arguments.
  public static func shell(
    _ command: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    within seconds: Double = 10
  ) -> Result {
    let directory = TemporaryDirectory()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    let (output, errors) = (directory.file("output"), directory.file("errors"))
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
    let child = spawn(
      "/bin/sh",
      ["-c", command, "sh"] + arguments,
      environment: environment.merging(base(directory)) { mine, _ in mine },
      actions: &actions,
      isSessionLeader: false
    )
    let exit = waitForExit(of: child, within: seconds)
    return Result(exit: exit, output: contents(of: output), errors: contents(of: errors))
  }

  /// The environment of a run that touches nothing of the user's.
  static func base(_ directory: TemporaryDirectory) -> [String: String] {
    var environment = [
      "AEREPL": path, "HOME": directory.path, "PATH": "/usr/bin:/bin", "TERM": "xterm",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    // Where libraries lie, and how the sanitizers report.
    for name in ["LD_LIBRARY_PATH", "LD_PRELOAD", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    return environment
  }

  /// Starts a process with default signals.
  static func spawn(
    _ path: String,
    _ arguments: [String],
    environment: [String: String],
    actions: inout posix_spawn_file_actions_t,
    isSessionLeader: Bool
  ) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID of <spawn.h>, which Swift's module shows only under _GNU_SOURCE.
    let session: Int32 = isSessionLeader ? 0x80 : 0
    let flags = Int32(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | session
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0.key + "=" + $0.value) } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var child = pid_t()
    let code = posix_spawn(&child, path, &actions, &attributes, &words, &variables)
    precondition(code == 0, "a test can start \(path)")
    return child
  }

  /// Waits for a process to end, and kills it when the time is up.
  static func waitForExit(of child: pid_t, within seconds: Double) -> Exit? {
    var status: Int32 = 0
    for _ in 0..<Int(seconds * Patience.factor * 200) {
      if waitpid(child, &status, WNOHANG) == child {
        // wait(2): the signal in the low seven bits, else the exit status above them.
        let signal = status & 0x7F
        return signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
      }
      usleep(5000)
    }
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return nil
  }

  private static func contents(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptor, &block, block.count), count > 0 {
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
