import Files
import Glibc
import TestSupport
import Testing

@testable import Jupyter

@Suite struct KernelTests {
  @Test func `a cell runs over real sockets, in order`() throws {
    let kernel = try RunningKernel()
    let reply = try kernel.request(
      "execute_request",
      ["code": "print \"a\"\neprint \"b\"\nprint \"c\"\n1 + 1"]
    )
    #expect(reply.content["status"] == "ok" && reply.content["execution_count"] == 1)
    let kinds = try kernel.published().map { message in
      message.content["text"]?.string ?? message.content["execution_state"]?.string ?? message.type
    }
    #expect(kinds == ["busy", "execute_input", "a\n", "b\n", "c\n", "execute_result", "idle"])
  }

  @Test func `questions are answered while a cell runs, and it can be interrupted`() throws {
    let kernel = try RunningKernel()
    kernel.send("execute_request", ["code": "let during = 1\nprint during\nwhile true { }"])
    while try kernel.next().type != "stream" {}
    let completion = try kernel.request(
      "complete_request",
      ["code": "print 1 + whi", "cursor_pos": 13]
    )
    #expect(completion.content["status"] == "ok")
    let reply = try kernel.request("interrupt_request", [:], on: .control)
    #expect(reply.type == "interrupt_reply")
    let error = try kernel.reply()
    #expect(error.type == "execute_reply" && error.content["ename"] == "Interrupted")
  }

  @Test func `F131 a replayed request runs once, and F130 a forged one not at all`() throws {
    let kernel = try RunningKernel()
    let frames = kernel.frames("execute_request", ["code": "print 1"])
    kernel.shell.send(frames)
    kernel.shell.send(frames)
    var forged = kernel.frames("execute_request", ["code": "print 2"])
    forged[1][0] ^= 1
    kernel.shell.send(forged)
    #expect(try kernel.reply().type == "execute_reply")
    #expect(try kernel.request("kernel_info_request", [:]).type == "kernel_info_reply")
  }

  @Test func `F138 shutdown in a running cell ends the process`() throws {
    let kernel = try RunningKernel()
    kernel.send("execute_request", ["code": "while true { }"])
    while try kernel.next().type != "execute_input" {}
    let reply = try kernel.request("shutdown_request", ["restart": true], on: .control)
    #expect(reply.content["restart"] == true)
    #expect(kernel.waitForExit() == .status(0))
  }

  @Test func `F136 a port that is in use is told`() throws {
    let kernel = try RunningKernel()
    let result = Program.run(["kernel", "run", kernel.connectionPath])
    #expect(result.exit == .status(1))
    #expect(result.errors.contains("in use"))
  }
}

/// A kernel process and a client of it.
private final class RunningKernel {
  let shell: ZeroMQPeer
  let connectionPath: String
  private let control: ZeroMQPeer
  private let iopub: ZeroMQPeer
  private let wire: Wire
  private let directory = TemporaryDirectory()
  private let process: Program.Running
  private var isOver = false

  init() throws {
    let content: JSON = [
      "transport": "ipc", "ip": .string(directory.file("s")), "key": "secret",
      "signature_scheme": "hmac-sha256", "shell_port": 1, "iopub_port": 2, "stdin_port": 3,
      "control_port": 4, "hb_port": 5,
    ]
    connectionPath = directory.write(JSONWriter.compact(content), to: "connection.json")
    chmod(connectionPath, 0o600)
    process = Program.start(["kernel", "run", connectionPath], in: directory)
    let connection = try ConnectionFile(content, allowsInsecure: false)
    wire = Wire(key: connection.key, username: "test")
    iopub = ZeroMQPeer(.subscriber, connection.endpoint(of: .iopub))
    shell = ZeroMQPeer(.dealer, connection.endpoint(of: .shell))
    control = ZeroMQPeer(.dealer, connection.endpoint(of: .control))
    let welcome = try next()
    #expect(welcome.type == "iopub_welcome")
  }

  deinit { if !isOver { process.kill() } }

  func frames(_ type: String, _ content: JSON) -> [[UInt8]] {
    wire.encode(Reply(prefix: [], type: type, parent: Array("{}".utf8), content: content))
  }

  func send(_ type: String, _ content: JSON) { shell.send(frames(type, content)) }

  func request(
    _ type: String,
    _ content: JSON,
    on channel: ConnectionFile.Channel = .shell
  ) throws -> Received {
    let peer = channel == .control ? control : shell
    peer.send(frames(type, content))
    return try #require(Received(peer.receive()))
  }

  func reply() throws -> Received { try #require(Received(shell.receive())) }

  func next() throws -> Received { try #require(Received(iopub.receive())) }

  /// Returns what is published up to and with idle.
  func published() throws -> [Received] {
    var messages = [try next()]
    while messages.last?.content["execution_state"] != "idle" { messages.append(try next()) }
    return messages
  }

  func waitForExit() -> Program.Exit? {
    isOver = true
    return process.wait(within: 5)
  }
}
