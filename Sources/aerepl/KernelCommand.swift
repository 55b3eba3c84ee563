internal import ArgumentParser

/// The command line of the Jupyter kernel.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aerepl kernel",
    abstract: "Install, remove or run the Jupyter kernel.",
    subcommands: [Install.self, Uninstall.self, Serve.self]
  )

  func run() throws { throw ValidationError("say what to do: install, uninstall or run") }

  /// Where a kernel is installed.
  struct PlaceOptions: ParsableArguments {
    @Flag(help: "Use the user's own directory (the default).")
    var user = false

    @Flag(help: "Use the directory of the Python in use.")
    var sysPrefix = false

    @Option(help: ArgumentHelp("Use a directory below DIR.", valueName: "dir"))
    var prefix: String?

    @Option(help: "The name by which clients ask for the kernel.")
    var name = "aerepl"

    func validate() throws {
      let count = (user ? 1 : 0) + (sysPrefix ? 1 : 0) + (prefix == nil ? 0 : 1)
      if count > 1 { throw ValidationError("give one of '--user', '--sys-prefix', '--prefix'") }
      if prefix == "" { throw ValidationError("the value of '--prefix' is empty") }
    }
  }

  /// Makes the kernel known to Jupyter.
  struct Install: KernelSubcommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the kernel known to Jupyter, and print where."
    )

    @OptionGroup var place: PlaceOptions

    @Option(help: "What menus show; default: the name.")
    var displayName: String?
  }

  /// Takes the kernel away.
  struct Uninstall: KernelSubcommand {
    static let configuration = CommandConfiguration(abstract: "Remove what install wrote.")

    @OptionGroup var place: PlaceOptions
  }

  /// Serves a client.
  struct Serve: KernelSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Serve the clients of a connection file; Jupyter calls this."
    )

    @Option(
      name: .customShort("f"),
      help: ArgumentHelp("The same as the argument.", valueName: "file")
    )
    var connectionOption: String?

    @Option(help: "How many threads to work with; default: one for each processor.")
    var threads: Int?

    @Option(help: ArgumentHelp("The folder to look for datasets in.", valueName: "dir"))
    var data: String?

    @Flag(help: "Refuse lines that begin with '!'.")
    var noShell = false

    @Flag(help: "Accept a connection that others could use.")
    var allowInsecure = false

    @Argument(help: ArgumentHelp("The connection file.", valueName: "file"))
    var connectionFile: String?

    func validate() throws {
      if (connectionFile == nil) == (connectionOption == nil) {
        throw ValidationError("give one connection file")
      }
      if let threads, !(1...1024).contains(threads) {
        throw ValidationError("the value of '--threads' is between 1 and 1024, not \(threads)")
      }
    }
  }
}

/// A command of the kernel that has something to do.
protocol KernelSubcommand: ParsableCommand {}
