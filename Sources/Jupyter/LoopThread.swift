internal import Glibc

/// A thread with a stack of known size that runs one closure to its end.
enum LoopThread {
  /// Starts a thread; returns the size of its stack, or nil where the system has no room for it.
  ///
  /// Under a limited address space a smaller stack may still fit, so the sizes, in MiB, are tried
  /// in order.
  static func start(
    stackMegabytes sizes: [Int],
    _ body: @escaping @Sendable (Int) -> Void
  ) -> Int? {
    for megabytes in sizes {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, megabytes << 20)
      pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
      // SAFETY: the thread takes the reference over; where none starts it is released below.
      let context = Unmanaged.passRetained(Body(stackBytes: megabytes << 20, run: body))
      var identifier = pthread_t()
      let code = pthread_create(
        &identifier,
        &attributes,
        { context in
          guard let context else { return nil }
          // SAFETY: the pointer is the retained `Body` from above, and this takes it over.
          let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
          body.run(body.stackBytes)
          return nil
        },
        context.toOpaque()
      )
      if code == 0 { return megabytes << 20 }
      context.release()
    }
    return nil
  }

  private final class Body: Sendable {
    let stackBytes: Int
    let run: @Sendable (Int) -> Void

    init(stackBytes: Int, run: @escaping @Sendable (Int) -> Void) {
      self.stackBytes = stackBytes
      self.run = run
    }
  }
}
