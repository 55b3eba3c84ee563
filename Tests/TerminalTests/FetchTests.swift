import Glibc
import TestSupport
import Testing

@Suite struct FetchTests {
  @Test(arguments: [["fetch"], ["fetch", "digit"], ["fetch", "mnist", "more"]])
  func `F012 refuses wrong use with status 2`(_ arguments: [String]) {
    let result = Program.run(arguments)
    #expect(result.exit == .status(2))
    #expect(result.output == "" && result.errors.contains("aerepl fetch"))
  }

  @Test func `files that are not the published ones are refused with status 1`() {
    let directory = TemporaryDirectory()
    directory.write(Array("no images".utf8), to: "train-images-idx3-ubyte")
    let result = Program.run(["fetch", "mnist", "--data", directory.path])
    #expect(result.exit == .status(1))
    #expect(result.output == "" && result.errors.contains("error:"))
  }

  @Test(.enabled(if: getenv("AEREPL_DATA") != nil, "AEREPL_DATA names no folder with MNIST"))
  func `says where the verified files are`() throws {
    let folder = try #require(getenv("AEREPL_DATA").map { String(cString: $0) })
    let result = Program.run(["fetch", "mnist", "--data", folder], within: 30)
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(result.output.contains("60,000 training") && result.output.contains(folder))
  }
}
