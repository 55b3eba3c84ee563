internal import Files
internal import Glibc
internal import Synchronization

/// The form in which messages travel: identities, delimiter, signature and four JSON frames.
///
/// A class, because all threads count their messages together.
package final class Wire: Sendable {
  /// Why a message is dropped.
  package enum Fault: Error, Equatable {
    case malformed, forged, replayed
  }

  /// The version of the protocol that every header names.
  static let version = "5.5"

  /// What stands between the identities and the message.
  package static let delimiter = Array("<IDS|MSG>".utf8)

  /// The most frames of a message: identities, message and buffers.
  static let frameLimit = 64

  private let signer: MessageSigner
  private let session: String
  private let username: String
  private let count = Atomic(0)
  private let replays = Mutex(ReplayGuard())
  private let drops = DropLog()

  package init(key: [UInt8], username: String) {
    signer = MessageSigner(key: key)
    self.username = username
    session = Self.randomName()
  }

  /// Returns the message that frames are, or throws where it is to be dropped.
  package func decode(_ frames: [[UInt8]], at arrival: UInt64) throws(Fault) -> Message {
    guard let delimiter = frames.firstIndex(of: Self.delimiter), frames.count >= delimiter + 6,
      frames.count <= Self.frameLimit
    else { throw .malformed }
    let signature = frames[delimiter + 1]
    let parts = frames[(delimiter + 2)..<(delimiter + 6)]
    // Nothing of a message is looked at before its signature is known to be right.
    guard signer.isValid(signature, of: parts) else { throw .forged }
    let header = parts[parts.startIndex]
    guard let fields = try? JSONReader.read(header, .lenient),
      let type = fields["msg_type"]?.string,
      fields["msg_id"]?.string != nil,
      let content = try? JSONReader.read(parts[parts.startIndex + 3], .lenient),
      content.object != nil
    else { throw .malformed }
    let date = fields["date"]?.string.flatMap(Timestamp.moment(of:))
    if signer.isSigning {
      let isNew = replays.withLock { $0.admit(signature: signature, date: date) }
      guard isNew else { throw .replayed }
    }
    return Message(
      identities: Array(frames[..<delimiter]),
      header: header,
      type: type,
      date: date,
      arrival: arrival,
      content: content
    )
  }

  /// Returns the message that frames are, or nil where they are to be dropped, which the log tells.
  func message(_ frames: [[UInt8]]) -> Message? {
    do throws(Fault) {
      return try decode(frames, at: Clock.now)
    } catch {
      drops.note("\(error)")
      return nil
    }
  }

  /// Returns the frames of a message.
  func encode(_ reply: Reply) -> [[UInt8]] {
    let number = count.add(1, ordering: .relaxed).newValue
    let header: JSON = [
      "msg_id": .string("\(session)_\(number)"), "session": .string(session),
      "username": .string(username), "date": .string(Timestamp.text(of: Timestamp.now)),
      "msg_type": .string(reply.type), "version": .string(Self.version),
    ]
    let parts = [
      JSONWriter.compact(header), reply.parent, JSONWriter.compact(reply.metadata),
      JSONWriter.compact(reply.content),
    ]
    return reply.prefix + [Self.delimiter, signer.signature(of: parts[...])] + parts
  }

  /// Returns a name that no other process has: 128 random bits.
  private static func randomName() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined(separator: "-")
  }
}
