import Datasets
import Tensors
import Testing

@Suite struct NPYFileTests {
  private func read(_ contents: [UInt8], budget: Int = 1 << 20) throws -> Tensor {
    try NPYFile(contents: contents, budget: budget).tensor
  }

  private func fault(_ contents: [UInt8], budget: Int = 1 << 20) -> ArrayFault? {
    do throws(ArrayFault) {
      _ = try NPYFile(contents: contents, budget: budget)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    arguments: [
      ("|u1", [1, 255], [1, 255]), ("|b1", [0, 7], [0, 1]), ("|i1", [1, 255], [1, -1]),
      ("<u2", [1, 2, 255, 255], [513, 65535]), (">u2", [1, 2, 255, 255], [258, 65535]),
      ("<i2", [255, 255, 0, 128], [-1, -32768]),
      ("<i4", [0, 0, 1, 0, 255, 255, 255, 255], [65536, -1]),
      (">i4", [0, 0, 0, 5, 255, 255, 255, 254], [5, -2]),
      ("<f4", [0, 0, 128, 63, 0, 0, 32, 192], [1, -2.5]),
      (">f4", [63, 128, 0, 0, 192, 32, 0, 0], [1, -2.5]),
      ("<f2", [0, 60, 0, 193], [1, -2.5]), ("<f2", [1, 0, 255, 123], [5.9604645e-08, 65504]),
      ("<f8", [0, 0, 0, 0, 0, 0, 240, 63, 0, 0, 0, 0, 0, 0, 4, 192], [1, -2.5]),
      ("<u8", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128], [1, 0x1p63]),
      ("<i8", [255, 255, 255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 0, 0, 0], [-1, 2]),
    ] as [(String, [UInt8], [Float])]
  )
  func `reads every type of real numbers`(type: String, body: [UInt8], numbers: [Float]) throws {
    let tensor = try read(ArraySample.npy(ArraySample.header(type, "(2,)"), body))
    #expect(tensor == Tensor(shape: [2], scalars: numbers))
  }

  @Test func `reads infinities and NaN of half precision`() throws {
    let body: [UInt8] = [0, 124, 0, 252, 1, 124]
    let numbers = try read(ArraySample.npy(ArraySample.header("<f2", "(3,)"), body)).scalars
    #expect(numbers[0] == .infinity && numbers[1] == -.infinity && numbers[2].isNaN)
  }

  @Test func `reads arrays whose first axis is contiguous`() throws {
    let body = (0..<24).map { UInt8($0) }
    let header = ArraySample.header("|i1", "(2, 3, 4)", order: "True")
    let tensor = try read(ArraySample.npy(header, body))
    for (i, j, k) in [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 2, 3), (0, 2, 1)] {
      #expect(tensor.scalars[i * 12 + j * 4 + k] == Float(i + 2 * j + 6 * k))
    }
  }

  @Test(arguments: [
    Tensor(3), Tensor(shape: [0], scalars: []),
    Tensor(shape: [2, 3], scalars: [1, -2, 3, 0.1, .leastNonzeroMagnitude, 6]),
    Tensor(shape: [1, 1, 1, 2], repeating: .infinity),
  ])
  func `F084 reads what it writes`(tensor: Tensor) throws {
    let contents = NPYFile.encoded(tensor)
    #expect(try read(contents) == tensor)
    #expect((contents.count - 4 * tensor.count) % 64 == 0)
  }

  @Test func `reads the later versions, other quotes and another order`() throws {
    let header = "{\"shape\": (1,), \"fortran_order\": False, \"descr\": \"|u1\"}"
    for version in [[1, 0], [2, 0], [3, 0]] as [[UInt8]] {
      #expect(try read(ArraySample.npy(header, [9], version: version)).scalars == [9])
    }
  }

  @Test(arguments: [
    ("|O", "(1,)"), ("<c8", "(1,)"), ("<U4", "(1,)"), ("|S1", "(1,)"), ("<M8", "(1,)"),
    ("<f3", "(1,)"),
    ("", "(1,)"), ("<f16", "(1,)"), ("|V8", "(1,)"),
  ])
  func `F069 refuses objects and what is no real number`(type: String, shape: String) {
    let contents = ArraySample.npy(ArraySample.header(type, shape), [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(fault(contents) == .elementType(type))
  }

  @Test func `F069 refuses structures`() {
    let header = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}"
    #expect(fault(ArraySample.npy(header, [0, 0, 0, 0])) == .elementType("structured"))
  }

  @Test(arguments: [
    "", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 'y'}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x",
    "{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (" + String(repeating: "1,", count: 100)
      + ")}",
  ])
  func `F061 refuses headers that are not the dictionary of the format`(header: String) {
    let fault = fault(ArraySample.npy(header, [0, 0, 0, 0]))
    switch fault {
    case .header, .elementType: break
    default: Issue.record("\(String(describing: fault))")
    }
  }

  @Test func `F063 refuses shapes that overflow and lengths that are wrong`() {
    let huge = "(4294967296, 4294967296)"
    #expect(fault(ArraySample.npy(ArraySample.header("<f4", huge))) == .shape([1 << 32, 1 << 32]))
    let near = "(2305843009213693951, 2)"
    #expect(fault(ArraySample.npy(ArraySample.header("|u1", near))) == .shape([(1 << 61) - 1, 2]))
    let short = ArraySample.npy(ArraySample.header("<f4", "(2,)"), [0, 0, 0, 0, 0, 0, 0])
    #expect(fault(short) == .wrongLength(expected: 8, found: 7))
    #expect(fault(short + [0, 0]) == .wrongLength(expected: 8, found: 9))
    #expect(fault(short + [0], budget: 7) == .memory(bytes: 8, budget: 7))
  }

  @Test func `refuses doubles that single precision has no room for`() {
    let body = withUnsafeBytes(of: 1e300.bitPattern.littleEndian) { Array($0) }
    let contents = ArraySample.npy(ArraySample.header("<f8", "(1,)"), body)
    #expect(fault(contents) == .tooLarge(element: 0, value: 1e300))
  }

  @Test func `F068 every cut is found`() {
    let contents = NPYFile.encoded(Tensor(shape: [3], scalars: [1, 2, 3]))
    for count in contents.indices { #expect(fault(Array(contents[..<count])) != nil) }
  }
}
