internal import Shell
internal import Synchronization

/// What the threads of a kernel know of each other.
///
/// A class, because they share it.
final class KernelState: Sendable {
  /// The cells that wait for the session's thread.
  let work = Mailbox<Execution>()

  /// What goes to clients by the shell and stdin sockets.
  let outgoing = Mailbox<Outgoing>()

  /// Wishes to end the kernel, with the exit status.
  let endings = Mailbox<Int32>()

  private struct Run {
    var isRunning = false
    var interruption: Interruption?
  }

  private let count = Atomic(0)
  private let snapshot: Mutex<SessionSnapshot>
  private let run = Mutex(Run())

  /// Creates the state of a kernel whose session does not exist yet.
  init(catalog: Catalog) { snapshot = Mutex(SessionSnapshot(of: catalog)) }

  /// Takes notice of how the session is interrupted.
  func adopt(_ interruption: Interruption) { run.withLock { $0.interruption = interruption } }

  /// The number of the last cell.
  var lastCount: Int { count.load(ordering: .relaxed) }

  /// Counts a cell.
  func countCell() { count.add(1, ordering: .relaxed) }

  /// The session at the last moment that is known.
  var currentSnapshot: SessionSnapshot { snapshot.withLock { $0 } }

  /// Renews what other threads see of the session.
  func publish(_ snapshot: SessionSnapshot) { self.snapshot.withLock { $0 = snapshot } }

  /// Whether a cell runs.
  var isRunning: Bool { run.withLock { $0.isRunning } }

  /// Begins a cell: an interruption from now on is meant for it, an earlier one is not.
  func begin() {
    run.withLock { run in
      run.interruption?.reset()
      run.isRunning = true
    }
  }

  /// Ends a cell.
  func end() { run.withLock { $0.isRunning = false } }

  /// Interrupts the cell that runs, if one does.
  func interrupt() {
    run.withLock { run in
      if run.isRunning { run.interruption?.request() }
    }
  }
}
