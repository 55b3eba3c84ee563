import Testing

/// A module and the modules that it may import.
struct Module: Sendable, CustomTestStringConvertible {
  let name: String
  let imports: [String]

  var testDescription: String { name }

  init(_ name: String, _ imports: [String] = []) {
    self.name = name
    self.imports = imports
  }

  /// The Swift modules under `Sources`, from the top: each imports only what stands below it.
  static let all = [
    Module("aerepl", ["Commands", "Terminal", "Jupyter", "Shell", "ArgumentParser"]),
    Module("Terminal", ["Shell", "Language", "Files", "CReadline"]),
    Module("Jupyter", ["Shell", "Language", "Files", "CZeroMQ", "Crypto"]),
    Module(
      "Commands",
      ["Shell", "Language", "Networks", "Datasets", "Plots", "Tensors", "Files"]
    ),
    Module("Shell", ["Language", "Tensors"]),
    Module("Networks", ["Tensors", "Files", "Crypto"]),
    Module("Datasets", ["Tensors", "Files", "CZlib", "CDeflate", "CPNG", "CCurl", "Crypto"]),
    Module("Plots", ["Files", "CPNG", "CCairo"]),
    Module("Language"),
    Module("Tensors", ["Kernels"]),
    Module("Files"),
  ]

  /// The modules that hold C, or bind to it.
  static let foreign = [
    "Kernels", "CCurl", "CReadline", "CZeroMQ", "CPNG", "CCairo", "CZlib", "CDeflate",
  ]

  /// The products of other packages.
  static let products = ["ArgumentParser", "Crypto"]

  /// What every module may import.
  ///
  /// Foundation is not among them: loading it takes longer than the first prompt may.
  static let system = ["Swift", "Glibc", "Synchronization", "FoundationEssentials"]

  /// The modules that may talk to a terminal, and end the process.
  static let fronts = ["aerepl", "Terminal", "Jupyter"]
}
