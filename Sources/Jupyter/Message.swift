package import Files

/// A verified message from a client.
package struct Message: Sendable {
  /// Where the reply goes, as the ROUTER socket gave it.
  let identities: [[UInt8]]

  /// The header as it came, which becomes the parent of all that answers it.
  let header: [UInt8]

  /// The kind of message, such as `execute_request`.
  let type: String

  /// When the client made it, in microseconds since 1970; nil where it does not say.
  let date: Int?

  /// When it was received, by the monotonic clock in nanoseconds.
  let arrival: UInt64

  /// What it says; an object.
  package let content: JSON
}

/// A message to clients, before it is signed.
struct Reply: Sendable {
  /// The frames before the delimiter: identities, or a topic.
  var prefix: [[UInt8]]

  /// The kind of message, such as `execute_reply`.
  var type: String

  /// The header of the message that this one answers, as it came; `{}` for none.
  var parent: [UInt8]

  /// What it says.
  var content: JSON

  /// More about it.
  var metadata: JSON = [:]
}
