internal import Glibc
internal import Terminal

/// Reads the command line, wires a session to the console and ends the process as it should.
@main
enum Main {
  static func main() {
    // Before anything else is opened.
    StandardDescriptors.repair()
    guard CommandLine.argc > 1 else { Run(RunSettings()).start() }
    switch RunCommand.read(Array(CommandLine.arguments.dropFirst())) {
    case .run(let command): Run(RunSettings(command)).start()
    case .end(let text, let status):
      say(text, to: status == 0 ? STDOUT_FILENO : STDERR_FILENO)
      exit(status)
    }
  }

  private static func say(_ text: String, to descriptor: Int32) {
    let channel = OutputChannel(descriptor)
    channel.write(text.hasSuffix("\n") ? text : text + "\n")
    if channel.failure != nil { exit(1) }
  }
}
