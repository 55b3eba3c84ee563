import Glibc
import TestSupport
import Testing

/// Scripts that other scripts read, and scripts that are long.
@Suite struct SourceFaultTests {
  private let directory = TemporaryDirectory()

  private func run(_ script: String, within seconds: Double = 10) -> Program.Result {
    directory.write(Array(script.utf8), to: "outer.ae")
    let command = #"cd "$1" && exec "$AEREPL" outer.ae < /dev/null"#
    return Program.shell(command, [directory.path], within: seconds)
  }

  @Test func `F006 many lines take time in proportion, and old values are released`() throws {
    let values = ["\(1)", "zeros(1_000_000)", "\"text\"", "[1, 2]", "zeros(50, 1000)", "1.5"]
    var script = ""
    for line in 0..<20_000 {
      script += line % 100 < values.count ? "let x = \(values[line % 100])\n" : "let x = \(line)\n"
    }
    script += "print x\n!grep VmHWM: /proc/$PPID/status\n"
    let result = run(script, within: 30)
    #expect(result.exit == .status(0))
    #expect(result.output.hasPrefix("19999\n"))
    let peak = try #require(Int(result.output.split(whereSeparator: \.isWhitespace)[2]))
    // One value of four megabytes is alive at a time, of two hundred.
    #expect(peak < 300_000, "\(peak) kB")
  }

  @Test(arguments: ["missing.ae", "folder", "pipe", "socket", "/dev/zero", "/dev/stdin", "link"])
  func `F010 what is no regular file is not sourced, and nothing blocks`(path: String) {
    mkdir(directory.file("folder"), 0o755)
    mkfifo(directory.file("pipe"), 0o600)
    symlink("pipe", directory.file("link"))
    makeSocket(directory.file("socket"))
    let names = directory.names + ["outer.ae"]
    let result = run("print \"before\"\nsource \(path)\n", within: 5)
    #expect(result.exit == .status(1))
    #expect(result.output == "before\n")
    let reason =
      switch path {
      case "missing.ae": "no such file or directory"
      case "folder": "is a directory"
      default: "not a regular file"
      }
    #expect(result.errors.hasPrefix("outer.ae:2:1: error: cannot read '\(path)': \(reason)\n"))
    #expect(directory.names == names.sorted())
  }

  @Test func `F011 a fault of a sourced file is told there, and names the caller`() {
    directory.write(Array("let a = 1\nlet b = 2\nprint 1 // 0\n".utf8), to: "inner.ae")
    let result = run("print 1\n\n\n\nsource inner.ae\nprint 2\n")
    #expect(result.exit == .status(1))
    #expect(result.output == "1\n")
    #expect(result.errors.hasPrefix("inner.ae:3:9: error: division of 1 by zero\n"))
    #expect(result.errors.contains("note: outer.ae:5:1: sourced from here\n"))
  }

  @Test func `F014 nothing of a script with a fault in its syntax is run`() {
    let lines = (1...6).map { "print \($0)" } + ["save a.npy zeros(2)", "!touch made", "let = 7"]
    let script = lines.joined(separator: "\n")
    let result = run(script)
    #expect(result.exit == .status(1))
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("outer.ae:9:5: error: "))
    #expect(directory.names == ["outer.ae"])
    directory.write(Array(script.utf8), to: "inner.ae")
    let sourced = run("source inner.ae")
    #expect(sourced.exit == .status(1))
    #expect(sourced.output == "")
    #expect(sourced.errors.hasPrefix("inner.ae:9:5: error: "))
    #expect(directory.names == ["inner.ae", "outer.ae"])
  }

  @Test func `F009 files that source each other are a limit with a chain that is cut`() {
    directory.write(Array("source link.ae".utf8), to: "inner.ae")
    symlink("outer.ae", directory.file("link.ae"))
    let result = run("source inner.ae")
    #expect(result.exit == .status(1))
    #expect(result.errors.contains("too deep"), "\(result.errors)")
    #expect(result.errors.contains("note: "))
    #expect(result.errors.split(separator: "\n").count < 20)
  }

  private func makeSocket(_ path: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      room.copyBytes(from: path.utf8)
    }
    let status = withUnsafePointer(to: address) { pointer in
      // SAFETY: the system takes addresses of all families as of this type, with their length.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(status == 0)
  }
}
