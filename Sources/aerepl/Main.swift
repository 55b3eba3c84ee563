internal import ArgumentParser
internal import Glibc
internal import Terminal

/// Reads the command line, wires a session to the console and ends the process as it should.
@main
enum Main {
  static func main() {
    // Before anything else is opened.
    StandardDescriptors.repair()
    let arguments = StartArguments.words.dropFirst()
    guard let first = arguments.first else { Run(RunSettings()).start() }
    let rest = Array(arguments.dropFirst())
    switch first {
    case "check":
      let command = read(CheckCommand.self, rest)
      Run(RunSettings(color: command.color)).check(command.files)
    case "format":
      let command = read(FormatCommand.self, rest)
      Run(RunSettings(color: command.color)).format(command.files, command.manner)
    case "fetch": Run(RunSettings(read(FetchCommand.self, rest))).start()
    case "kernel": KernelRun().start(readKernel(rest))
    case "export": KernelRun().export(read(ExportCommand.self, rest))
    default: break
    }
    Run(RunSettings(finish(RunCommand.read(Array(arguments))))).start()
  }

  /// Returns the command line, or says what is wrong with it and ends the process.
  private static func read<Command: ParsableCommand>(
    _ command: Command.Type,
    _ arguments: [String]
  ) -> Command {
    finish(.reading(arguments))
  }

  private static func readKernel(_ arguments: [String]) -> any ParsableCommand {
    finish(KernelCommand.readSubcommand(arguments))
  }

  private static func finish<Command>(_ reading: Reading<Command>) -> Command {
    switch reading {
    case .command(let command): return command
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
