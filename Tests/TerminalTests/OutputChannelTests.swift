import Glibc
import Shell
import Testing

@testable import Terminal

@Suite struct OutputChannelTests {
  /// Calls `body` with the two ends of a pipe.
  private func withPipe(_ body: (_ reading: Int32, _ writing: Int32) -> Void) {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    body(ends[0], ends[1])
    for end in ends { close(end) }
  }

  /// Returns all that is written until `isDone`, however long the writer takes.
  private func read(_ descriptor: Int32, until isDone: () -> Bool = { true }) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      // Asked first: what is written before it says so is there to be read.
      let isLast = isDone()
      while poll(&entry, 1, isLast ? 0 : 10) > 0 {
        let count = Glibc.read(descriptor, &block, block.count)
        guard count > 0 else { return bytes }
        bytes += block[..<count]
      }
      if isLast { return bytes }
    }
  }

  @Test func `F095 nothing is lost on a descriptor that refuses to wait`() {
    withPipe { reading, writing in
      _ = fcntl(writing, F_SETFL, O_NONBLOCK)
      let text = String(repeating: "0123456789\n", count: 100_000)
      let done = Interruption()
      let writer = BlockThread {
        OutputChannel(writing).write(text)
        done.request()
      }
      // The pipe is to fill before anything is read.
      var entry = pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)
      while poll(&entry, 1, 0) > 0 { usleep(1000) }
      #expect(read(reading, until: { done.isRequested }).count == text.utf8.count)
      writer.join()
    }
  }

  @Test func `one thread may flush while another writes`() {
    withPipe { reading, writing in
      let channel = OutputChannel(writing)
      let done = Interruption()
      let flusher = BlockThread { while !done.isRequested { channel.flush() } }
      let writer = BlockThread {
        for _ in 0..<100_000 { channel.append([UInt8(ascii: "x")]) }
        channel.flush()
        done.request()
      }
      #expect(read(reading, until: { done.isRequested }).count == 100_000)
      writer.join()
      flusher.join()
    }
  }

  @Test func `F094 a run that is to stop does not wait for a reader`() {
    withPipe { _, writing in
      let channel = OutputChannel(writing, policy: .init(givesUp: { true }))
      channel.write(String(repeating: "x", count: 1 << 20))
      #expect(channel.failure == nil)
    }
  }

  @Test func `F095 a full device is noticed, and later output is tried again`() {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    let channel = OutputChannel(full)
    channel.write("x")
    #expect(channel.failure == ENOSPC)
    withPipe { reading, writing in
      dup2(writing, full)
      channel.write("later")
      #expect(read(reading) == Array("later".utf8))
    }
    close(full)
  }

  @Test func `F094 a reader that has gone is told of once a write fails`() {
    // The test's own process must survive the signal.
    signal(SIGPIPE, SIG_IGN)
    let gone = Interruption()
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    close(ends[0])
    let channel = OutputChannel(ends[1], policy: .init(readerHasGone: { gone.request() }))
    channel.write("x")
    #expect(gone.isRequested)
    #expect(channel.failure == EPIPE)
    close(ends[1])
  }
}

/// A thread that may block, which a task must not.
private struct BlockThread {
  private let identifier: pthread_t

  init(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var identifier = pthread_t()
    let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      guard let context else { return nil }
      Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
      return nil
    }
    pthread_create(&identifier, nil, run, Unmanaged.passRetained(Box(body)).toOpaque())
    self.identifier = identifier
  }

  func join() { pthread_join(identifier, nil) }
}
