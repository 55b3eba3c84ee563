internal import Files
internal import Language

/// A kind of file that `save` writes, told by its ending.
enum FileFormat: String, CaseIterable {
  case png, svg, pdf, npy, csv, safetensors

  /// Creates the format of a path's ending, or nil where it is none.
  init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }

  /// All endings.
  static let endings = allCases.map { ".\($0.rawValue)" }

  /// Whether a file of the format holds a figure.
  var holdsFigure: Bool {
    switch self {
    case .png, .svg, .pdf: true
    case .npy, .csv, .safetensors: false
    }
  }

  /// The bytes of which every file of the format has one of the sequences at its beginning, where
  /// there are such.
  private var signatures: [[UInt8]] {
    switch self {
    case .png: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]
    case .svg: ["<?xml", "<svg"].map { Array($0.utf8) }
    case .pdf: [Array("%PDF-".utf8)]
    case .npy: [[0x93] + Array("NUMPY".utf8)]
    case .csv, .safetensors: []
    }
  }

  /// The bytes that are looked at to tell the format.
  private static let startLength = 64

  /// Returns whether a file that begins so may be of the format.
  private func isBegun(by start: [UInt8]) -> Bool {
    switch self {
    case .png, .svg, .pdf, .npy: signatures.contains { start.starts(with: $0) }
    // Numbers, or names of columns: no control character but tabs and ends of lines.
    case .csv: start.allSatisfy { $0 >= 0x20 || (9...13).contains($0) }
    // The length of the header, of at most 100,000,000 bytes, and its brace.
    case .safetensors:
      start.count > 8 && start[4..<8].allSatisfy { $0 == 0 } && [0x20, 0x7B].contains(start[8])
    }
  }

  /// Throws where the target exists and is not a file of this format.
  func checkTarget(_ path: FilePath, named name: String) throws(Diagnostic) {
    let start: [UInt8]?
    do throws(FileError) {
      start = try FileReader.start(of: path, count: Self.startLength)
    } catch {
      // What cannot be read is for the writer to judge: it gives the reason.
      return
    }
    guard let start, !start.isEmpty, !isBegun(by: start) else { return }
    throw Diagnostic(
      .file,
      "'\(name)' exists and is no .\(rawValue) file",
      hint: "'force=true' overwrites it all the same"
    )
  }
}
