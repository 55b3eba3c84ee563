public import Files
internal import Glibc

/// The directory by which Jupyter finds a kernel: `kernel.json` and logos.
public struct KernelSpec: Sendable {
  /// Where Jupyter looks for kernels.
  public enum Place: Sendable {
    /// The user's own.
    case user
    /// That of the Python in use.
    case pythonPrefix
    /// Below a directory of choice.
    case prefix(String)
  }

  /// The directory's name, by which clients ask for the kernel.
  public var name: String

  /// What menus show.
  public var displayName: String

  /// The command that starts a kernel, without the connection file.
  public var command: [String]

  /// The other files, by name.
  public var logos: [String: [UInt8]]

  /// Creates a kernelspec.
  public init(
    name: String,
    displayName: String,
    command: [String],
    logos: [String: [UInt8]]
  ) throws(KernelFault) {
    try Self.check(name)
    self.name = name
    self.displayName = displayName
    self.command = command
    self.logos = logos
  }

  /// The content of `kernel.json`.
  public var content: JSON {
    [
      "argv": .array((command + ["{connection_file}"]).map(JSON.string)),
      "display_name": .string(displayName), "language": "ae", "interrupt_mode": "message",
      "kernel_protocol_version": .string(Wire.version), "env": [:],
      "metadata": ["debugger": false],
    ]
  }

  /// Writes the directory and returns its path.
  ///
  /// One that holds another language's kernel is left alone.
  public func install(
    _ place: Place,
    environment: [String: String]
  ) throws(KernelFault) -> String {
    let directory = try Self.directory(of: name, place, environment)
    if let language = Self.language(in: directory), language != "ae" {
      throw KernelFault("'\(directory)' holds a kernel for '\(language)'")
    }
    do throws(FileError) {
      try Self.create(directory)
      for (name, bytes) in logos.sorted(by: { $0.key < $1.key }) {
        try AtomicFile.write(bytes, to: directory.appending(FilePath(name)))
      }
      // Last, because it is what makes the directory a kernelspec.
      try AtomicFile.write(JSONWriter.notebook(content), to: directory.appending("kernel.json"))
    } catch {
      throw KernelFault("cannot \(error.action) '\(error.path)': \(error.reason)")
    }
    return directory.description
  }

  /// Removes what `install` writes, and returns the path of the directory.
  public static func uninstall(
    _ name: String,
    _ place: Place,
    environment: [String: String]
  ) throws(KernelFault) -> String {
    try check(name)
    let directory = try directory(of: name, place, environment)
    guard let language = language(in: directory) else {
      throw KernelFault("no kernel is installed at '\(directory)'")
    }
    guard language == "ae" else {
      throw KernelFault("'\(directory)' holds a kernel for '\(language)'")
    }
    for name in fileNames {
      let path = directory.appending(FilePath(name))
      if unlink(cString(path)) != 0, errno != ENOENT { throw refusal(path) }
    }
    // What the user has put there stays.
    if rmdir(cString(directory)) != 0, errno != ENOTEMPTY { throw refusal(directory) }
    return directory.description
  }

  /// The names under which Jupyter looks for logos, with the side of the pictures in pixels.
  public static let logoSizes = ["logo-32x32.png": 32, "logo-64x64.png": 64]

  /// The name of the logo that scales.
  public static let vectorLogo = "logo-svg.svg"

  private static let fileNames = ["kernel.json", vectorLogo] + logoSizes.keys.sorted()

  private static func check(_ name: String) throws(KernelFault) {
    let isPlain = name.utf8.allSatisfy { byte in
      Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
        || "0123456789._-".utf8.contains(byte)
    }
    guard isPlain, !name.isEmpty, name != ".", name != "..", name.utf8.count <= 100 else {
      throw KernelFault(
        "a kernel's name has letters, digits, '.', '_' and '-' only, not '\(name)'",
        status: 2
      )
    }
  }

  private static func directory(
    of name: String,
    _ place: Place,
    _ environment: [String: String]
  ) throws(KernelFault) -> FilePath {
    let kernels: FilePath
    switch place {
    case .prefix(let prefix):
      kernels = absolute(FilePath(prefix)).appending("share/jupyter/kernels")
    case .user:
      guard let data = FilePlaces(environment: environment).jupyterDataDirectory else {
        throw KernelFault("there is no home directory to install to; --prefix names another place")
      }
      kernels = data.appending("kernels")
    case .pythonPrefix:
      guard let prefix = pythonPrefix(environment) else {
        throw KernelFault("there is no Python whose prefix could be used; --prefix names a place")
      }
      kernels = prefix.appending("share/jupyter/kernels")
    }
    return kernels.appending(FilePath(name))
  }

  /// The prefix of the active environment, or else of the first Python on the path.
  private static func pythonPrefix(_ environment: [String: String]) -> FilePath? {
    for name in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
      if let path = environment[name].map({ FilePath($0) }), path.isAbsolute { return path }
    }
    for directory in (environment["PATH"] ?? "").split(separator: ":") {
      let path = FilePath(String(directory))
      guard path.isAbsolute, access(cString(path.appending("python3")), X_OK) == 0 else { continue }
      return path.parent
    }
    return nil
  }

  private static func language(in directory: FilePath) -> String? {
    guard
      let bytes = try? FileReader.read(directory.appending("kernel.json"), limit: 1 << 20)
    else { return nil }
    return (try? JSONReader.read(bytes, .lenient))?["language"]?.string ?? "an unknown language"
  }

  private static func create(_ directory: FilePath) throws(FileError) {
    if mkdir(cString(directory), 0o755) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, directory.parent != directory else {
      throw FileError("create", directory, code: code)
    }
    try create(directory.parent)
    guard mkdir(cString(directory), 0o755) == 0 || errno == EEXIST else {
      throw FileError("create", directory, code: errno)
    }
  }

  private static func absolute(_ path: FilePath) -> FilePath {
    guard !path.isAbsolute, let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return FilePath(String(cString: current)).appending(path)
  }

  private static func refusal(_ path: FilePath) -> KernelFault {
    KernelFault("cannot remove '\(path)': \(FileError.reason(for: errno))")
  }

  private static func cString(_ path: FilePath) -> [CChar] {
    path.bytes.map { CChar(bitPattern: $0) } + [0]
  }
}
