internal import Glibc

extension Program {
  /// A process that runs beside the test.
  public struct Running: Sendable {
    private let child: pid_t

    fileprivate init(child: pid_t) { self.child = child }

    /// Waits for the end; nil where it had to be killed because it took too long.
    public func wait(within seconds: Double) -> Exit? {
      Program.waitForExit(of: child, within: seconds)
    }

    /// Kills the process and waits for its end.
    public func kill() {
      Glibc.kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
  }

  /// Starts the program without input; what it writes goes nowhere, and its home is a directory of
  /// the test.
  public static func start(_ arguments: [String], in directory: TemporaryDirectory) -> Running {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    return Running(
      child: spawn(
        path,
        arguments,
        environment: base(directory),
        actions: &actions,
        isSessionLeader: false
      )
    )
  }
}
