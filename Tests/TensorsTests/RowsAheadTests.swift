import Testing

@testable import Tensors

@Suite struct RowsAheadTests {
  @Test(arguments: [(128, 36, 2), (128, 7, 3), (5, 36, 2), (1, 1, 1), (300, 20, 1)])
  func `the units of each worker ask for all rows once`(count: Int, units: Int, workers: Int) {
    for worker in 0..<workers {
      let rows = stride(from: worker, to: units, by: workers).flatMap { unit in
        Array(RowsAhead.share(of: count, unit: unit, of: units, workers: workers))
      }
      #expect(rows == Array(0..<count))
    }
  }

  @Test func `asks for bytes that follow a batch, and for nothing else`() {
    let bytes = ByteMatrix(rowCount: 10, columnCount: 3, bytes: [UInt8](repeating: 7, count: 30))
    let floats = ByteMatrix(
      rowCount: 10,
      columnCount: 3,
      floats: [Float](repeating: 7, count: 30),
      mean: 0,
      deviation: 1
    )
    let order = (0..<10).map { Int32($0) }
    func isAhead(_ rows: ByteMatrix, _ range: Range<Int>) -> Bool {
      var found = false
      RowsAhead.of(Batch(rows: rows, order: order, range: range)) { ahead in
        ahead?.fetch(unit: 0, of: 1, workers: 1)
        found = ahead != nil
      }
      return found
    }
    #expect(isAhead(bytes, 0..<4))
    #expect(!isAhead(bytes, 4..<10))
    #expect(!isAhead(floats, 0..<4))
  }
}
