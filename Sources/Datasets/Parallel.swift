internal import Glibc
internal import Synchronization

/// Runs independent pieces of work side by side.
enum Parallel {
  /// Calls `body` for each index of `0..<count`, on up to `threads` threads, and returns when all
  /// calls have.
  ///
  /// The calling thread works too, so the work is done even where the system grants no thread.
  static func forEach(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      let work = Work(count: count, body: body)
      var workers: [pthread_t] = []
      for _ in 1..<max(1, min(threads, count)) {
        var worker = pthread_t()
        // SAFETY: the thread takes the reference over; where none starts it is released here.
        let unmanaged = Unmanaged.passRetained(work)
        let status = pthread_create(
          &worker,
          nil,
          { argument in
            // SAFETY: the argument is the retained `Work` that was passed with it, taken once.
            argument.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
            return nil
          },
          unmanaged.toOpaque()
        )
        guard status == 0 else {
          unmanaged.release()
          break
        }
        workers.append(worker)
      }
      work.run()
      for worker in workers { pthread_join(worker, nil) }
    }
  }

  private final class Work: Sendable {
    private let count: Int
    private let body: @Sendable (Int) -> Void
    private let next = Atomic<Int>(0)

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
      self.count = count
      self.body = body
    }

    func run() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}
