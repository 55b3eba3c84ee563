internal import Files
internal import Language
internal import Networks
internal import Shell
internal import Tensors

/// The file that a checkpoint goes to.
struct CheckpointFile {
  private let file: Path
  private let force: Bool

  init(_ file: Path, force: Bool = false) {
    self.file = file
    self.force = force
  }

  /// Throws where the file cannot be written, which is better known before hours of training.
  func check(in context: Context) throws(Diagnostic) {
    try checkKind(in: context)
    try Diagnostic.translating { () throws(FileError) in
      _ = try AtomicFile(replacing: context.expand(file))
    }
  }

  /// Writes where training stands.
  func write(in context: Context) throws(Diagnostic) {
    let trainer = try context.workbench.requireTrainer()
    let checkpoint = Checkpoint(
      snapshot: trainer.snapshot(),
      session: try SessionSettings(of: context).json
    )
    let contents = try Diagnostic.translating { () throws(TensorError) in
      try checkpoint.encoded()
    }
    try checkKind(in: context)
    try Diagnostic.translating { () throws(FileError) in
      try AtomicFile.write(contents, to: context.expand(file))
    }
  }

  private func checkKind(in context: Context) throws(Diagnostic) {
    if !force { try FileFormat.safetensors.checkTarget(context.expand(file), named: file.text) }
  }
}
