import Files
import Glibc
import TestSupport
import Testing

@testable import Jupyter

@Suite struct ConnectionFileTests {
  private static let good: JSON = [
    "transport": "tcp", "ip": "127.0.0.1", "key": "k", "signature_scheme": "hmac-sha256",
    "shell_port": 1001, "iopub_port": 1002, "stdin_port": 1003, "control_port": 1004,
    "hb_port": 1005,
  ]

  private func read(
    _ content: JSON,
    mode: mode_t = 0o600,
    allowsInsecure: Bool = false
  ) throws(KernelFault) -> ConnectionFile {
    let directory = TemporaryDirectory()
    let path = directory.write(JSONWriter.compact(content), to: "connection.json")
    chmod(path, mode)
    return try ConnectionFile.read(FilePath(path), allowsInsecure: allowsInsecure)
  }

  @Test func `endpoints follow from transport, address and ports`() throws {
    let tcp = try read(Self.good)
    #expect(tcp.endpoint(of: .shell) == "tcp://127.0.0.1:1001")
    var content = Self.good
    content["transport"] = "ipc"
    content["ip"] = "kernel-ipc"
    #expect(try read(content).endpoint(of: .heartbeat) == "ipc://kernel-ipc-1005")
  }

  @Test(
    arguments: [
      ("key", ""), ("key", .null), ("ip", "0.0.0.0"), ("ip", "*"), ("ip", "192.168.0.1"),
      ("ip", ""),
      ("ip", "127.0.0.1.example.org"), ("shell_port", 0), ("hb_port", 70000), ("hb_port", "5"),
      ("iopub_port", 1001), ("signature_scheme", "hmac-md5"), ("signature_scheme", "x"),
      ("transport", "pgm"), ("curve_secretkey", "x"), ("curve_publickey", "x"),
    ] as [(String, JSON)]
  )
  func `F135 what would let others in is refused`(name: String, value: JSON) {
    var content = Self.good
    content[name] = value
    let error = #expect(throws: KernelFault.self) { try read(content) }
    #expect(error?.status == 1)
  }

  @Test(arguments: [0o644, 0o640, 0o606] as [mode_t])
  func `F135 a file that others may read is refused`(mode: mode_t) throws {
    let error = #expect(throws: KernelFault.self) { try read(Self.good, mode: mode) }
    #expect(error?.status == 1)
    _ = try read(Self.good, mode: mode, allowsInsecure: true)
  }

  @Test func `F135 an explicit option allows what is merely unwise`() throws {
    var content = Self.good
    content["key"] = ""
    content["ip"] = "0.0.0.0"
    #expect(try read(content, allowsInsecure: true).key == [])
    content["signature_scheme"] = "hmac-md5"
    #expect(throws: KernelFault.self) { try read(content, allowsInsecure: true) }
  }

  @Test func `F135 a file that cannot be read has status 2`() {
    let error = #expect(throws: KernelFault.self) {
      try ConnectionFile.read("/nonexistent/file", allowsInsecure: false)
    }
    #expect(error?.status == 2)
  }

  @Test func `F136 a socket path that is too long, or somebody else's file, is refused`() throws {
    let directory = TemporaryDirectory()
    let context = try SocketContext()
    defer { context.terminate() }
    var content = Self.good
    content["transport"] = "ipc"
    content["ip"] = .string(directory.file(String(repeating: "x", count: 120)))
    let long = try ConnectionFile(content, allowsInsecure: false)
    #expect(throws: KernelFault.self) { try KernelSockets(long, context) }
    directory.write([], to: "ipc-1001")
    content["ip"] = .string(directory.file("ipc"))
    let taken = try ConnectionFile(content, allowsInsecure: false)
    #expect(throws: KernelFault.self) { try KernelSockets(taken, context) }
    #expect(directory.names == ["ipc-1001"])
  }
}
