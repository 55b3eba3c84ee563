internal import Files
internal import Glibc
internal import Shell
internal import Synchronization

/// A question on its way to the client that runs a cell, and the answer on its way back.
///
/// A class, because the session's thread asks and the shell channel's thread answers.
final class InputRelay: Sendable {
  private struct State {
    var asked: [[UInt8]]?
    var answer: String?
  }

  private let state = Mutex(State())
  private let descriptor = WakeUp.makeDescriptor()
  private let outgoing: Mailbox<Outgoing>

  init(outgoing: Mailbox<Outgoing>) { self.outgoing = outgoing }

  deinit { close(descriptor) }

  /// Asks the sender of a request for a line, and waits until it comes; nil where the user
  /// interrupts instead.
  func ask(_ prompt: String, for request: Message, _ interruption: Interruption) -> String? {
    WakeUp.clear(descriptor)
    state.withLock { $0 = State(asked: request.identities, answer: nil) }
    let question = Reply(
      prefix: request.identities,
      type: "input_request",
      parent: request.header,
      content: ["prompt": .string(prompt), "password": false]
    )
    outgoing.post(.question(question))
    while !interruption.isRequested {
      if WakeUp.wait(descriptor, milliseconds: 10) { break }
    }
    return state.withLock { state in
      defer { state = State() }
      return state.answer
    }
  }

  /// Takes an answer; one that nobody waits for, or from another client than asked, is dropped.
  func receive(_ message: Message) {
    guard message.type == "input_reply", let value = message.content["value"]?.string else {
      return
    }
    let isWanted = state.withLock { state in
      guard state.asked == message.identities, state.answer == nil else { return false }
      state.answer = value
      return true
    }
    if isWanted { WakeUp.signal(descriptor) }
  }
}
