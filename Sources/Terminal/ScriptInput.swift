internal import Files
internal import Glibc

/// Reads a script to its end, in blocks, while signals are attended to.
struct ScriptInput {
  /// How the reading ended.
  enum Result {
    /// The script.
    case bytes([UInt8])
    /// There is more than a script may have.
    case tooLong
    /// The system refused, with this error number.
    case failed(Int32)
    /// A signal came that ends the program.
    case signal(Int32)
  }

  /// Where signals come from.
  var signals: SignalWatch

  /// How long a script may be, in bytes.
  static let limit = 64 << 20

  /// Reads a file of any kind but a directory.
  func read(path: FilePath) -> Result {
    guard !path.bytes.contains(0) else { return .failed(ENOENT) }
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    // A pipe without a writer must not hold us where no signal reaches us.
    let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return .failed(errno) }
    defer { close(descriptor) }
    return read(descriptor)
  }

  /// Reads a descriptor.
  func read(_ descriptor: Int32) -> Result {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let ready = Poll.readable([descriptor, signals.descriptor], timeout: -1)
      while let signal = signals.next() {
        if ScriptInput.endsReading(signal) { return .signal(signal) }
      }
      guard ready.contains(descriptor) else { continue }
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count < 0 { return .failed(errno) }
      if count == 0 { return .bytes(bytes) }
      guard bytes.count + count <= Self.limit else { return .tooLong }
      bytes.append(contentsOf: block[..<count])
    }
  }

  private static func endsReading(_ signal: Int32) -> Bool {
    [SIGINT, SIGTERM, SIGHUP, SIGQUIT].contains(signal)
  }
}
