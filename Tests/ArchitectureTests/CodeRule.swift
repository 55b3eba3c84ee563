import Testing

/// Something that code must not contain, and where it must not.
struct CodeRule: Sendable, CustomTestStringConvertible {
  /// What the rule is about.
  let testDescription: String

  /// A text that breaks the rule.
  let sample: String

  /// The modules in which the rule does not hold.
  let exempt: [String]

  /// What stands in the code where the rule is broken.
  let pattern: @Sendable () -> Regex<Substring>

  /// Returns the places at which a file breaks the rule.
  func findings(in file: SourceFile) -> [String] {
    guard !exempt.contains(file.module) else { return [] }
    // A dot within a name ends a word here, which Unicode's own rule denies.
    let pattern = pattern().wordBoundaryKind(.simple)
    return file.code.compactMap { number, line in
      guard let match = line.firstMatch(of: pattern) else { return nil }
      return "\(file.path):\(number): \(match.0)"
    }
  }

  /// The rules for Swift below `Sources`.
  static let all = [
    CodeRule(
      testDescription: "only front ends print",
      sample: "  Swift.print(\"x\")",
      exempt: Module.fronts,
      pattern: {
        /(?:^|[^.\w]|\b(?:Swift|Glibc)\.)(?:print|debugPrint|dump|puts|printf)\(/
      }
    ),
    CodeRule(
      testDescription: "only front ends touch the standard streams",
      sample: "fputs(text, stderr)",
      exempt: Module.fronts,
      pattern: { /\b(?:stdout|stderr|STDOUT_FILENO|STDERR_FILENO)\b/ }
    ),
    CodeRule(
      testDescription: "only front ends end the process or change it",
      sample: "Glibc.setenv(name, value, 1)",
      exempt: Module.fronts,
      pattern: { /\b(?:exit|_exit|quick_exit|setenv|unsetenv|putenv|chdir|fchdir|setlocale)\(/ }
    ),
    CodeRule(
      testDescription: "only the atomic writer makes files",
      sample: "open(name, O_WRONLY | O_CREAT, 0o644)",
      exempt: ["Files"] + Module.fronts,
      pattern: { /\b(?:O_CREAT|O_TRUNC|O_WRONLY|O_RDWR|creat\(|mkstemp\()/ }
    ),
    CodeRule(
      testDescription: "no state outside instances",
      sample: "nonisolated(unsafe) var count = 0",
      exempt: Module.fronts,
      pattern: { /nonisolated\(unsafe\) (?:\w+ )*var|^(?:\w+ )*var [^{]*$|\bstatic var [^{]*$/ }
    ),
    CodeRule(
      testDescription: "nothing ends the process but a precondition",
      sample: "Swift.fatalError()",
      exempt: [],
      pattern: { /\b(?:fatalError|abort)\(/ }
    ),
    CodeRule(
      testDescription: "no error is forced away",
      sample: "let x = try! y()",
      exempt: [],
      pattern: { /\b(?:try|as)!/ }
    ),
    CodeRule(
      testDescription: "no inheritance is opened",
      sample: "open class Layer {",
      exempt: [],
      pattern: { /\bopen (?:class|func|var)\b/ }
    ),
  ]
}
