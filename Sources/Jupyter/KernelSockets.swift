internal import CZeroMQ
internal import Files
internal import Glibc

/// The five sockets of a kernel, bound to where the connection file says.
struct KernelSockets {
  let shell: Socket
  let iopub: Socket
  let stdin: Socket
  let control: Socket
  let heartbeat: Socket

  init(_ connection: ConnectionFile, _ context: SocketContext) throws(KernelFault) {
    func bound(_ kind: Socket.Kind, _ channel: ConnectionFile.Channel) throws(KernelFault) -> Socket
    {
      if connection.transport == .ipc { try Self.prepare(connection.path(of: channel)) }
      return try Socket(context, kind, at: connection.endpoint(of: channel))
    }
    shell = try bound(.router, .shell)
    iopub = try bound(.publisher, .iopub)
    stdin = try bound(.router, .stdin)
    control = try bound(.router, .control)
    heartbeat = try bound(.echo, .heartbeat)
  }

  /// Makes sure that a socket file is nobody else's: libzmq would put its own in the place of any
  /// file.
  private static func prepare(_ path: String) throws(KernelFault) {
    let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    guard path.utf8.count <= limit else {
      throw KernelFault("the path '\(path)' is longer than the \(limit) bytes of a socket's")
    }
    try checkDirectory(FilePath(path).parent)
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK, status.st_uid == geteuid() else {
      throw KernelFault("'\(path)' is in the way: it is no socket of ours")
    }
    guard !isInUse(path) else { throw KernelFault("'\(path)' is in use") }
  }

  /// In a directory that all may write to, anybody could put a socket in ours' place, unless the
  /// sticky bit keeps them from it.
  private static func checkDirectory(_ directory: FilePath) throws(KernelFault) {
    var status = stat()
    let name = directory.bytes.map { CChar(bitPattern: $0) } + [0]
    guard stat(name, &status) == 0 else {
      throw KernelFault("cannot use '\(directory)': \(FileError.reason(for: errno))")
    }
    let isOpen = status.st_mode & S_IWOTH != 0 && status.st_mode & S_ISVTX == 0
    guard !isOpen else { throw KernelFault("all may write to the directory '\(directory)'") }
  }

  /// Returns whether somebody answers at a socket file.
  private static func isInUse(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // SAFETY: the path was checked to be shorter than the field, which is zero behind it.
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    // SAFETY: the system reads the address as the structure that it is.
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
