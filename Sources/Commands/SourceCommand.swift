internal import Files
internal import Language
internal import Shell

/// Runs another script in this session.
struct SourceCommand: Command {
  static let manual = Manual(
    name: "source",
    summary: "Run a script file in this session.",
    details: "The script sees the values behind its name as 'args'.",
    examples: ["source setup.ae 10"],
    bindsNames: true
  )

  @Argument("The script.")
  var file: Path

  @Arguments("The script's arguments.")
  var arguments: [String]

  func run(in context: Context) throws(Diagnostic) {
    let bytes = try Diagnostic.translating { () throws(FileError) in
      try FileReader.read(context.expand(file), limit: Self.largestScript)
    }
    try context.run(SourceText(name: file.text, bytes: bytes), arguments: arguments)
  }

  /// A script beyond this size, in bytes, is surely something else.
  private static let largestScript = 256 << 20
}
