internal import Glibc
public import Files

/// What a connection file says: where the five sockets are bound, and the key of the signatures.
public struct ConnectionFile: Equatable, Sendable {
  /// How the sockets are reached.
  public enum Transport: String, Sendable {
    case tcp, ipc
  }

  /// The sockets, with their names in the file.
  public enum Channel: String, Sendable, CaseIterable {
    case shell, iopub, stdin, control
    case heartbeat = "hb"
  }

  /// How the sockets are reached.
  public var transport: Transport

  /// The address for TCP, or the beginning of the paths for IPC.
  public var address: String

  /// The port of each socket.
  public var ports: [Channel: Int]

  /// The key of the signatures; empty where messages are not signed.
  public var key: [UInt8]

  /// The largest connection file that is read.
  static let limit = 1 << 16

  /// Reads a connection file and refuses what would let others use the kernel.
  ///
  /// `allowsInsecure` admits a file that others may read, an empty key, and addresses other than
  /// the loopback. Throws with status 2 where the file cannot be read.
  public static func read(
    _ path: FilePath,
    allowsInsecure: Bool
  ) throws(KernelFault) -> ConnectionFile {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try FileReader.read(path, limit: limit) } catch {
      throw KernelFault("cannot read '\(error.path)': \(error.reason)", status: 2)
    }
    if !allowsInsecure { try checkOwnership(path) }
    return try ConnectionFile(contents: bytes, path: path, allowsInsecure: allowsInsecure)
  }

  /// Creates the connection that the bytes of a file describe.
  package init(contents: [UInt8], path: FilePath, allowsInsecure: Bool) throws(KernelFault) {
    let content: JSON
    do throws(JSONFault) { content = try JSONReader.read(contents, .lenient) } catch {
      throw KernelFault("'\(path)' is no connection file: it is not JSON")
    }
    try self.init(content, allowsInsecure: allowsInsecure)
  }

  /// Creates the connection that a file's content describes.
  init(_ content: JSON, allowsInsecure: Bool) throws(KernelFault) {
    guard content.object != nil else { throw KernelFault("a connection file is a JSON object") }
    // CURVE is offered only to kernels that declare it; running in the clear would betray the user.
    guard content["curve_secretkey"] == nil, content["curve_publickey"] == nil else {
      throw KernelFault("the connection file asks for CURVE encryption, which is not supported")
    }
    guard let transport = Transport(rawValue: content["transport"]?.string ?? "tcp") else {
      throw KernelFault("the connection file's transport must be tcp or ipc")
    }
    guard let address = content["ip"]?.string, !address.isEmpty, !address.utf8.contains(0) else {
      throw KernelFault("the connection file names no ip")
    }
    if transport == .tcp, !allowsInsecure, !Self.isLoopback(address) {
      throw KernelFault(
        "the connection file's ip '\(address)' is not the loopback; --allow-insecure permits it"
      )
    }
    let scheme = content["signature_scheme"]?.string ?? "hmac-sha256"
    guard scheme == "hmac-sha256" else {
      throw KernelFault("the signature scheme '\(scheme)' is not supported; hmac-sha256 is")
    }
    let key = content["key"]?.string ?? ""
    guard !key.isEmpty || allowsInsecure else {
      throw KernelFault(
        "the connection file has no key, so that anybody could send; --allow-insecure permits it"
      )
    }
    self.transport = transport
    self.address = address
    self.key = Array(key.utf8)
    ports = try Self.ports(content, transport)
  }

  /// Returns where a channel's socket is bound.
  func endpoint(of channel: Channel) -> String {
    let port = ports[channel, default: 0]
    return transport == .tcp ? "tcp://\(address):\(port)" : "ipc://\(path(of: channel))"
  }

  /// Returns the path of a channel's socket for IPC.
  func path(of channel: Channel) -> String { "\(address)-\(ports[channel, default: 0])" }

  private static func ports(
    _ content: JSON,
    _ transport: Transport
  ) throws(KernelFault) -> [Channel: Int] {
    var ports: [Channel: Int] = [:]
    for channel in Channel.allCases {
      let name = "\(channel.rawValue)_port"
      guard let port = content[name]?.integer, (1...65535).contains(port) else {
        throw KernelFault("the connection file's \(name) must be between 1 and 65535")
      }
      guard !ports.values.contains(port) else {
        throw KernelFault("the connection file gives \(port) to two channels")
      }
      ports[channel] = port
    }
    return ports
  }

  /// The kernel trusts whoever has the key, so the file must be ours alone.
  private static func checkOwnership(_ path: FilePath) throws(KernelFault) {
    var status = stat()
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    guard stat(name, &status) == 0 else {
      throw KernelFault("cannot read '\(path)': \(FileError.reason(for: errno))", status: 2)
    }
    guard status.st_uid == geteuid() else {
      throw KernelFault(
        "the connection file '\(path)' belongs to somebody else; --allow-insecure permits it"
      )
    }
    guard status.st_mode & 0o077 == 0 else {
      throw KernelFault(
        "others may use the connection file '\(path)': chmod 600 it; --allow-insecure permits it"
      )
    }
  }

  private static func isLoopback(_ address: String) -> Bool {
    if address == "localhost" || address == "::1" { return true }
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
