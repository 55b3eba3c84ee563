import Datasets
import Tensors
import Testing

@Suite struct CSVFileTests {
  private func read(_ text: String) throws -> CSVFile {
    try CSVFile(contents: Array(text.utf8), budget: 1 << 20)
  }

  private func fault(_ contents: [UInt8], budget: Int = 1 << 20) -> ArrayFault? {
    do throws(ArrayFault) {
      _ = try CSVFile(contents: contents, budget: budget)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "1,2\n3,4\n", "1,2\r\n3,4", "\u{FEFF}1;2\n3;4", "1\t2\n\n3\t4\n\n", "# a table\n1, 2\n 3 ,4",
    "\"1\",\"2\"\n3.0,4e0", "a,b\n1,2\n3,+4",
  ])
  func `reads tables`(text: String) throws {
    #expect(try read(text).tensor == Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))
  }

  @Test func `keeps the names of columns`() throws {
    #expect(try read("\"width\", é\n1,2").names == ["width", "é"])
    #expect(try read("1,2").names == [])
  }

  @Test func `reads a column as a vector`() throws {
    #expect(try read("1\n-2.5\n1e-3\n").tensor == Tensor(shape: [3], scalars: [1, -2.5, 0.001]))
  }

  @Test func `reads infinities and NaN`() throws {
    let values = try read("inf,-inf,nan\n1,2,NaN").values
    #expect(values[0] == .infinity && values[1] == -.infinity && values[2].isNaN && values[5].isNaN)
  }

  @Test(arguments: [
    Tensor(
      shape: [2, 3],
      scalars: [0.1, -0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 16_777_216, -2.5]
    ),
    Tensor(shape: [1, 2], scalars: [.infinity, 1]), Tensor(shape: [3], scalars: [1, 2, 3]),
  ])
  func `F084 reads what it writes`(tensor: Tensor) throws {
    let file = try CSVFile(contents: CSVFile.encoded(tensor), budget: 1 << 20)
    #expect(file.tensor.shape == tensor.shape)
    #expect(file.values.map(\.bitPattern) == tensor.scalars.map(\.bitPattern))
  }

  @Test(arguments: [
    ("1,2\n3\n", ArrayFault.fields(line: 2, expected: 2, found: 1)),
    ("1,2\n3,4,5\n", .fields(line: 2, expected: 2, found: 3)),
    ("1,2\n3,x\n", .field(line: 2, column: 2, text: "x")),
    ("1,2\n3,\n", .field(line: 2, column: 2, text: "")), ("", .empty), ("\n# x\n", .empty),
    ("a,b\n", .empty), ("1,2\n3,1e999\n", .field(line: 2, column: 2, text: "1e999")),
    ("1\n0x10\n", .field(line: 2, column: 1, text: "0x10")),
    ("1\n1__0\n", .field(line: 2, column: 1, text: "1__0")),
    ("1\n１\n", .field(line: 2, column: 1, text: "１")),
    ("1\n1e300\n", .tooLarge(element: 1, value: 1e300)),
    ("1\n\u{1B}[2J\n", .text(line: 2)), ("a\0b\n1", .text(line: 1)),
  ])
  func `F112 says which line and column is wrong`(text: String, expected: ArrayFault) {
    #expect(fault(Array(text.utf8)) == expected)
  }

  @Test func `refuses what needs more memory than there is, before it is taken`() {
    #expect(fault(Array("1,2\n3,4\n".utf8), budget: 15) == .memory(bytes: 16, budget: 15))
    #expect(fault([0x31, 0x2C, 0xFF, 0x0A]) == .text(line: 1))
  }
}
