import Foundation

/// The Swift targets that a package manifest declares, read from its text.
struct Manifest {
  private let declared: [String: [String]]

  /// The names of the library and executable targets.
  var targets: [String] { Array(declared.keys) }

  init(_ text: String) {
    let product = /\.product\(name: ("\w+"), package: "[^"]*"\)/
    let code = text.replacing(product) { $0.1 }
    let library = /library\(\s*("\w+")(?:,\s*\[([^\]]*)\])?\s*\)/
    let executable = /\.executableTarget\(\s*name: ("\w+"),\s*dependencies: \[([^\]]*)\]/
    var declared: [String: [String]] = [:]
    for match in code.matches(of: library) {
      declared[Self.names(match.1).joined()] = Self.names(match.2 ?? "")
    }
    for match in code.matches(of: executable) {
      declared[Self.names(match.1).joined()] = Self.names(match.2)
    }
    self.declared = declared
  }

  /// Returns what a target depends on, or nil where it is not declared.
  func dependencies(of target: String) -> [String]? { declared[target] }

  /// Returns the names in a list such as `"Files", crypto`.
  private static func names(_ list: Substring) -> [String] {
    list.split(separator: ",").compactMap { item in
      let name = item.trimmingCharacters(in: .whitespacesAndNewlines)
      if name.isEmpty { return nil }
      return name == "crypto" ? "Crypto" : name.replacing("\"", with: "")
    }
  }
}
