import Datasets
import Tensors
import Testing

@Suite struct NPZFileTests {
  private let x = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])

  private func sample(deflated: Bool = false) -> ZipSample {
    let zeros = Tensor(shape: [5_000], repeating: 0)
    return ZipSample(
      members: [("x.npy", NPYFile.encoded(x)), ("y.npy", NPYFile.encoded(zeros))],
      isDeflated: deflated
    )
  }

  private func fault(_ contents: [UInt8], budget: Int = 1 << 20) -> ArrayFault? {
    do throws(ArrayFault) {
      let file = try NPZFile(contents: contents, budget: budget)
      for name in file.names { _ = try file.array(named: name) }
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [false, true])
  func `reads stored and deflated arrays`(deflated: Bool) throws {
    let file = try NPZFile(contents: sample(deflated: deflated).bytes, budget: 1 << 20)
    #expect(file.names == ["x", "y"])
    #expect(try file.array(named: "x").tensor == x)
    #expect(try file.array(named: "y").tensor == Tensor(shape: [5_000], repeating: 0))
    #expect(throws: ArrayFault.noArray("z", known: ["x", "y"])) { try file.array(named: "z") }
  }

  @Test(arguments: [false, true])
  func `F068 every cut is found`(deflated: Bool) {
    var small = sample(deflated: deflated)
    small.members.removeLast()
    let contents = small.bytes
    for count in contents.indices { #expect(fault(Array(contents[..<count])) != nil) }
  }

  @Test(arguments: [false, true])
  func `F054 a byte that changes is found, or carries nothing`(deflated: Bool) throws {
    var small = sample(deflated: deflated)
    small.members.removeLast()
    let contents = small.bytes
    for index in contents.indices {
      var changed = contents
      changed[index] ^= 0x11
      guard let file = try? NPZFile(contents: changed, budget: 1 << 20),
        let name = file.names.first,
        let array = try? file.array(named: name)
      else { continue }
      #expect(array.tensor == x, "byte \(index)")
    }
  }

  @Test func `F056 an array that would not fit is refused before it is inflated`() {
    #expect(
      fault(sample(deflated: true).bytes, budget: 20_000) == .memory(bytes: 20_128, budget: 20_000)
    )
  }

  @Test func `refuses encrypted members and unknown methods`() {
    var encrypted = sample()
    encrypted.flags = 1
    #expect(fault(encrypted.bytes) == .archive("its directory makes no sense"))
    var unknown = sample()
    unknown.method = 12
    #expect(fault(unknown.bytes) == .archive("a member is packed by the unknown method 12"))
  }
}
