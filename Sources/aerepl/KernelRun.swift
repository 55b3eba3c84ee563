internal import ArgumentParser
internal import Commands
internal import Glibc
internal import Jupyter
internal import Shell
internal import Terminal

/// What a command line asks of Jupyter.
struct KernelRun {
  private let environment = RunSettings().session.environment

  /// Does what a command of the kernel says and ends the process.
  func start(_ command: any ParsableCommand) -> Never {
    do throws(KernelFault) {
      switch command {
      case let command as KernelCommand.Install: say("installed \(try install(command))")
      case let command as KernelCommand.Uninstall: say("removed \(try uninstall(command))")
      case let command as KernelCommand.Serve: serve(command)
      default: preconditionFailure("the command line has no other commands")
      }
    } catch {
      fail(error)
    }
    exit(0)
  }

  /// Exports a file and ends the process.
  func export(_ command: ExportCommand) -> Never {
    do throws(KernelFault) {
      try NotebookFile.export(command.input, to: command.output)
    } catch {
      fail(error)
    }
    say("saved \(command.output)")
    exit(0)
  }

  private func install(_ command: KernelCommand.Install) throws(KernelFault) -> String {
    guard let program = Self.program else {
      throw KernelFault("cannot tell where this program is")
    }
    var logos = [KernelSpec.vectorLogo: Array(Logo.svg.utf8)]
    for (name, side) in KernelSpec.logoSizes { logos[name] = Logo.png(side: side) }
    let spec = try KernelSpec(
      name: command.place.name,
      displayName: command.displayName ?? command.place.name,
      command: [program, "kernel", "run"],
      logos: logos
    )
    return try spec.install(place(command.place), environment: environment)
  }

  private func uninstall(_ command: KernelCommand.Uninstall) throws(KernelFault) -> String {
    try KernelSpec.uninstall(
      command.place.name,
      place(command.place),
      environment: environment
    )
  }

  private func serve(_ command: KernelCommand.Serve) -> Never {
    var session = SessionOptions()
    session.environment = environment
    session.threads = command.threads
    session.dataDirectory = command.data
    session.allowsShell = !command.noShell
    var options = Kernel.Options(
      connectionFile: command.connectionFile ?? command.connectionOption ?? "",
      identity: KernelIdentity(version: Version.number, banner: Version.banner[0]),
      catalog: .standard,
      session: session
    )
    options.allowsInsecure = command.allowInsecure
    // Other threads may still run; nothing of theirs is to be taken down in order.
    _exit(Kernel(options).run())
  }

  private func place(_ options: KernelCommand.PlaceOptions) -> KernelSpec.Place {
    if options.sysPrefix { return .pythonPrefix }
    return options.prefix.map { .prefix($0) } ?? .user
  }

  private static var program: String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(validating: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func fail(_ fault: KernelFault) -> Never {
    say("aerepl: \(fault.message)", to: STDERR_FILENO)
    exit(fault.status)
  }

  private func say(_ line: String, to descriptor: Int32 = STDOUT_FILENO) {
    let channel = OutputChannel(descriptor)
    channel.write(line + "\n")
    if channel.failure != nil { exit(1) }
  }
}
