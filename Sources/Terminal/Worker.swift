internal import CReadline
internal import Glibc
internal import Shell
internal import Synchronization

/// The thread that runs the session, so that the main thread can attend to the user.
///
/// Its stack is large, because scripts may recurse. It runs one job at a time. It is a class
/// because the thread and its owner share it.
final class Worker {
  /// What the thread has to say to its owner.
  enum Message: Sendable {
    /// The job is done.
    case finished(Outcome)
    /// The job waits for the user's answer to a prompt.
    case question(String)
  }

  /// Readable while a message waits.
  let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

  /// The size of the thread's stack.
  let stackBytes: Int

  private let wakeUp = eventfd(0, Int32(EFD_CLOEXEC))
  private let state: Shared

  /// Starts the thread; nil where the system has no room for it.
  init?() {
    let state = Shared()
    guard let stackBytes = Self.start(state, descriptor: descriptor, wakeUp: wakeUp) else {
      close(descriptor)
      close(wakeUp)
      return nil
    }
    self.state = state
    self.stackBytes = stackBytes
  }

  /// Runs a job on the thread; its outcome comes as a message.
  func start(_ job: @escaping () -> Outcome) {
    let job = Job(run: job)
    state.content.withLock { $0.job = job }
    Self.signal(wakeUp)
  }

  /// Returns a waiting message, or nil.
  func nextMessage() -> Message? {
    var count: UInt64 = 0
    read(descriptor, &count, MemoryLayout<UInt64>.size)
    return state.content.withLock { $0.messages.isEmpty ? nil : $0.messages.removeFirst() }
  }

  /// Asks the owner a question; called by the job.
  func ask(_ prompt: String) -> String? {
    post(.question(prompt))
    Self.wait(for: wakeUp)
    return state.content.withLock { $0.answer }
  }

  /// Answers the job's question.
  func answer(_ text: String?) {
    state.content.withLock { $0.answer = text }
    Self.signal(wakeUp)
  }

  private func post(_ message: Message) { state.post(message, descriptor) }

  private static func start(_ state: Shared, descriptor: Int32, wakeUp: Int32) -> Int? {
    // Under a limited address space a smaller stack may still fit, and is better than one beside which
    // there is no room to work: so that room is kept while the thread begins.
    let room = mmap(nil, workingRoom, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    defer {
      // SAFETY: the region is the one that was mapped, and nobody has used it.
      if room != MAP_FAILED { munmap(room, workingRoom) }
    }
    for megabytes in [64, 16, 4, 1] {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, megabytes << 20)
      pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
      let thread = Thread(state: state, descriptor: descriptor, wakeUp: wakeUp)
      // SAFETY: the thread takes the reference over; where none starts it is released below.
      let context = Unmanaged.passRetained(thread)
      var identifier = pthread_t()
      let code = pthread_create(
        &identifier,
        &attributes,
        { context in
          guard let context else { return nil }
          // SAFETY: the pointer is the retained `Thread` of `start`, and this takes it over.
          Unmanaged<Thread>.fromOpaque(context).takeRetainedValue().serve()
          return nil
        },
        context.toOpaque()
      )
      if code == 0 { return megabytes << 20 }
      context.release()
    }
    return nil
  }

  /// What a small training takes besides the stack: 8 MiB.
  private static let workingRoom = 8 << 20

  fileprivate static func signal(_ descriptor: Int32) {
    var one: UInt64 = 1
    while write(descriptor, &one, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
  }

  fileprivate static func wait(for descriptor: Int32) {
    var count: UInt64 = 0
    while read(descriptor, &count, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
  }
}

/// A job on its way to the thread.
///
/// The owner hands it over and does not touch what it refers to until the job is done.
private struct Job: @unchecked Sendable {
  let run: () -> Outcome
}

/// What the two threads share.
private final class Shared: Sendable {
  struct Content {
    var job: Job?
    var messages: [Worker.Message] = []
    var answer: String?
  }

  let content = Mutex(Content())

  func post(_ message: Worker.Message, _ descriptor: Int32) {
    content.withLock { $0.messages.append(message) }
    Worker.signal(descriptor)
  }
}

/// The body of the thread, which lasts as long as the process.
private final class Thread {
  private let state: Shared
  private let descriptor: Int32
  private let wakeUp: Int32

  init(state: Shared, descriptor: Int32, wakeUp: Int32) {
    self.state = state
    self.descriptor = descriptor
    self.wakeUp = wakeUp
  }

  func serve() {
    while true {
      Worker.wait(for: wakeUp)
      let job = state.content.withLock { content in
        defer { content.job = nil }
        return content.job
      }
      if let job { state.post(.finished(job.run()), descriptor) }
    }
  }
}
