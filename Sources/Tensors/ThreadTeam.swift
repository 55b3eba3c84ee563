internal import Glibc
internal import Kernels

/// Threads that share the units of a job and stay alive between jobs.
final class ThreadTeam {
  /// The number of threads, the caller's included.
  let workers: Int

  private let team: OpaquePointer?

  /// Creates a team; where threads cannot be made it has fewer.
  init(workers: Int) {
    team = workers > 1 ? kernelTeamCreate(workers) : nil
    self.workers = team.map(kernelTeamWorkers) ?? 1
  }

  deinit { if let team { kernelTeamDestroy(team) } }

  /// Calls `body` once for each unit, and returns when all calls have ended.
  ///
  /// Which worker takes a unit is not determined. With `alone` the caller takes all of them.
  func run(_ units: Int, alone: Bool = false, _ body: (_ unit: Int, _ worker: Int) -> Void) {
    guard let team, !alone, units > 1 else {
      let before = kernelFlushSubnormals(true)
      for unit in 0..<units { body(unit, 0) }
      _ = kernelFlushSubnormals(before)
      return
    }
    // A job has at most 65,535 units.
    for first in stride(from: 0, to: units, by: 65_535) {
      start(team, units: min(65_535, units - first)) { unit, worker in body(first + unit, worker) }
    }
  }

  private func start(_ team: OpaquePointer, units: Int, _ body: (Int, Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      let job = TeamJob(body)
      kernelTeamRun(
        team,
        units,
        { context, unit, worker in
          guard let context else { return }
          // SAFETY: the job has ended, and with it every use of the closure, before it is released.
          Unmanaged<TeamJob>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.body(unit, worker) }
        },
        Unmanaged.passUnretained(job).toOpaque()
      )
      withExtendedLifetime(job) {}
    }
  }
}

/// Holds the closure of a job.
///
/// It never changes, so the threads call it without counting references, for which they would wait for
/// each other.
private final class TeamJob {
  let body: (Int, Int) -> Void

  init(_ body: @escaping (Int, Int) -> Void) { self.body = body }
}
