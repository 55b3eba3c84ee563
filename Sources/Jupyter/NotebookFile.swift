internal import Files

/// Notebooks and scripts as files.
public enum NotebookFile {
  /// The largest file that is read.
  private static let limit = 256 << 20

  private enum Ending: String {
    case notebook = ".ipynb"
    case script = ".ae"

    init?(_ path: FilePath) {
      let endings: [Ending] = [.notebook, .script]
      guard
        let ending = endings.first(where: {
          path.bytes.suffix($0.rawValue.utf8.count)
            .elementsEqual($0.rawValue.utf8)
        })
      else { return nil }
      self = ending
    }
  }

  /// Writes a notebook as a script, or a script as a notebook; the endings of the files say which.
  public static func export(_ input: String, to output: String) throws(KernelFault) {
    let (input, output) = (FilePath(input), FilePath(output))
    guard let from = Ending(input), let to = Ending(output), from != to else {
      throw KernelFault("export makes an .ae of an .ipynb, or an .ipynb of an .ae", status: 2)
    }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try FileReader.read(input, limit: limit) } catch {
      throw KernelFault("cannot read '\(error.path)': \(error.reason)", status: 2)
    }
    let result =
      switch from {
      case .notebook: NotebookScript.script(of: try Notebook(bytes: bytes))
      case .script: try NotebookScript.notebook(of: bytes).bytes
      }
    do throws(FileError) { try AtomicFile.write(result, to: output) } catch {
      throw KernelFault("cannot \(error.action) '\(error.path)': \(error.reason)")
    }
  }
}
