internal import CReadline
internal import Glibc

/// The signals that the main thread takes from a descriptor instead of being disturbed by them.
///
/// It is made before any other thread, because a new thread inherits the mask of blocked signals.
/// What the parent had the process ignore stays ignored. It is a class because it owns the
/// descriptor.
public final class SignalWatch {
  /// What the program is used for, which decides on the signals taken.
  public enum Use: Sendable {
    /// Scripts: only what ends a run.
    case scripts
    /// A prompt: also stopping, going on and changes of the window.
    case prompt
  }

  /// Readable when a signal has come.
  let descriptor: Int32

  /// The signals that the process was made to ignore by its parent.
  let ignoredAtStart: Set<Int32>

  /// Starts to take the signals; SIGPIPE and SIGXFSZ become errors of the calls that cause them.
  public init(for use: Use) {
    var wanted = [SIGINT, SIGTERM, SIGHUP]
    if use == .prompt { wanted += [SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH] }
    let ignored = Set((1...31).filter(Self.isIgnored(_:)))
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in wanted where !ignored.contains(signal) { sigaddset(&mask, signal) }
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    descriptor = signalfd(-1, &mask, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
    ignoredAtStart = ignored
    Self.set(SIG_IGN, for: SIGPIPE)
    Self.set(SIG_IGN, for: SIGXFSZ)
    // A parent that ignores it would make the status of our own children unknowable.
    Self.set(SIG_DFL, for: SIGCHLD)
  }

  deinit { close(descriptor) }

  /// Returns a signal that has come, or nil.
  func next() -> Int32? {
    var record = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    return read(descriptor, &record, size) == size ? Int32(record.ssi_signo) : nil
  }

  /// Stops the process as Ctrl-Z does and returns when it goes on.
  func stopProcess() {
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGTSTP)
    kill(getpid(), SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    pthread_sigmask(SIG_BLOCK, &mask, nil)
  }

  /// The signals that a child gets with their default action.
  var defaultsForChildren: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Int32(1)...31 where !ignoredAtStart.contains(signal) { sigaddset(&set, signal) }
    return set
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    // SAFETY: both are pointers to functions, compared as addresses only.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func set(_ handler: __sighandler_t?, for signal: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(signal, &action, nil)
  }
}
