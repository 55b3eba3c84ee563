import Testing

/// The numbered catalogue of bad inputs and faults: each number stands in the name of a test, or of a
/// part of the slow tests.
@Suite struct FaultCatalogueTests {
  /// The greatest number of the catalogue.
  private static let count = 157

  @Test func `every number of the catalogue of faults is tested`() {
    let numbers = Set(SourceTree.tests.flatMap { Self.numbers(in: $0) })
    #expect((1...Self.count).filter { !numbers.contains($0) } == [])
    #expect(numbers.filter { $0 > Self.count } == [])
  }

  /// The numbers in the names of a file's tests, such as `F017` or, in Python, `test_f133_`.
  private static func numbers(in file: SourceFile) -> [Int] {
    file.text.split(separator: "\n").flatMap { line -> [Int] in
      guard line.contains("func `") || line.contains("def test_") || line.contains("torture_")
      else {
        return []
      }
      return line.matches(of: #/[Ff]([0-9]{3})\b|_f([0-9]{3})_/#).compactMap { match in
        Int(match.output.1 ?? match.output.2 ?? "")
      }
    }
  }
}
