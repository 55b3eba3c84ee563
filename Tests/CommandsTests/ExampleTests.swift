import Commands
import Shell
import TestSupport
import Testing

/// Every example of every command and function runs as it is written.
@Suite struct ExampleTests {
  static let examples: [String] =
    Catalog.standard.commands.flatMap { command in
      command.manual.examples + command.variants.flatMap(\.manual.examples)
    } + Catalog.standard.functions.map(\.example)

  /// What a run cannot have: files of the user's own, or an exit status of zero.
  private static let setups = [
    "source setup.ae 10": "printf 'assert args[0] == \"10\"' > setup.ae",
    "dataset idx images.idx labels=labels.idx":
      "printf '\\0\\0\\10\\3\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\0\\1a' > images.idx; "
      + "printf '\\0\\0\\10\\1\\0\\0\\0\\1\\0' > labels.idx",
    "dataset images pictures": "mkdir pictures",
    "dataset images pictures test=more": "mkdir pictures more",
  ]

  /// What stands before an example that needs a file of our own.
  private static let statements = [
    "load model.safetensors": "save model.safetensors", "resume run.ck": "checkpoint run.ck",
    "read codes codes.npy": "save codes.npy randn(3, 2)",
    "read table table.csv": "save table.csv randn(3, 2)",
    "dataset npy samples.npy test=test.npy labels=labels.npy":
      "save samples.npy randn(3, 2); save test.npy randn(2, 2); save labels.npy zeros(3)",
    "dataset csv samples.csv": "save samples.csv randn(3, 2)",
    "dataset csv samples.csv test=test.csv label=-1":
      "save samples.csv ones(3, 2); save test.csv ones(3, 2)",
    "dataset images pictures": "save pictures/a.png images",
    "dataset images pictures test=more": "save pictures/a.png images; save more/a.png images",
  ]
  private static let needsMNIST = ["dataset mnist", "dataset fashion"]
  private static let asks = "input answer"

  @Test(arguments: examples)
  func `runs`(example: String) {
    let directory = TemporaryDirectory()
    let result = Program.shell(
      "cd \"$1\" && { \(Self.setups[example] ?? ":"); } && \"$AEREPL\" -e \"$2\" -e \"$3\"",
      [
        directory.path, SmallSetup.script + "step\n" + (Self.statements[example] ?? ""), example,
      ],
      within: 30
    )
    if Self.needsMNIST.contains(where: example.hasPrefix) {
      // There may be no files; then the diagnostic says so.
      #expect(result.exit == .status(0) || result.errors.contains("error:"))
    } else if example.hasPrefix(Self.asks) {
      #expect(result.errors.contains("there is nobody to ask"))
    } else {
      let expected: Int32 = example == "quit 1" ? 1 : 0
      #expect(result.exit == .status(expected), "\(result.errors)")
    }
  }
}
