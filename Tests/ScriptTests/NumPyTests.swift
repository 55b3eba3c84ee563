import Commands
import Foundation
import Language
import Shell
import Tensors
import TestSupport
import Testing

/// Compares tensor expressions with NumPy's results, which `Tests/Recipes/numpy_expressions.py`
/// wrote.
@Suite struct NumPyTests {
  /// Float32 rounds to 6e-8 of a number; a few operations in a row, and functions of which the last
  /// bit is nobody's promise, need some more.
  private static let tolerance: Float = 5e-7

  @Test(arguments: NumPyCases.all)
  func `agrees with NumPy`(expression: NumPyCase) {
    let probe = SessionProbe(catalog: .standard)
    for line in NumPyCases.operands { probe.enter(line) }
    probe.enter(expression.text)
    #expect(probe.error == nil)
    switch probe.session.lastValue {
    case .bool(let bool):
      #expect(expression.shape == "bool" && expression.elements == String(bool))
    case .integer(let integer):
      #expect(expression.shape == "integer" && expression.elements == String(integer))
    case .tensor(let tensor):
      #expect(tensor.shape.description == expression.shape)
      let expected = expression.elements.split(separator: " ").map { Float(String($0)) ?? .nan }
      #expect(tensor.count == expected.count)
      let differing = zip(tensor.scalars, expected).filter { !Self.agree($0, $1) }
      #expect(differing.isEmpty)
    case let other:
      Issue.record("\(other.kindPhrase) instead of a tensor")
    }
  }

  @Test func `there are at least 500 expressions`() {
    #expect(NumPyCases.all.count >= 500)
    #expect(NumPyCases.operands.count == 15)
  }

  private static func agree(_ found: Float, _ expected: Float) -> Bool {
    if found.isNaN || expected.isNaN { return found.isNaN && expected.isNaN }
    return found == expected || abs(found - expected) <= tolerance * max(1, abs(expected))
  }
}

/// An expression with its result.
struct NumPyCase: Sendable, CustomTestStringConvertible {
  let text: String
  /// The shape in brackets, `integer` or `bool`.
  let shape: String
  /// The elements, separated by blanks.
  let elements: String

  var testDescription: String { text }
}

/// What the recipe wrote.
enum NumPyCases {
  private static let file =
    String(#filePath.dropLast("NumPyTests.swift".count)) + "Fixtures/numpy_expressions.txt"

  private static let lines =
    ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n")

  /// The lines that bind the operands.
  static let operands = lines.filter { !$0.contains("\t") }.map(String.init)

  static let all = lines.compactMap { line -> NumPyCase? in
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { return nil }
    return NumPyCase(text: parts[0], shape: parts[1], elements: parts[2])
  }
}
