internal import CReadline
internal import Glibc

/// How the program is to end.
public enum Ending: Equatable, Sendable {
  /// With an exit status.
  case status(Int32)
  /// By a signal, so that the parent sees why.
  case signal(Int32)

  /// Ends the process in this way.
  public func endProcess() -> Never {
    switch self {
    case .status(let status): exit(status)
    case .signal(let signal):
      var action = sigaction()
      action.__sigaction_handler.sa_handler = SIG_DFL
      sigaction(signal, &action, nil)
      kill(getpid(), signal)
      var mask = sigset_t()
      sigemptyset(&mask)
      sigaddset(&mask, signal)
      pthread_sigmask(SIG_UNBLOCK, &mask, nil)
      // Reached only where the signal's default is not to end a process.
      _exit(128 + signal)
    }
  }
}
