import Commands
import Files
import TestSupport
import Testing

@testable import Jupyter

@Suite struct KernelSpecTests {
  private func spec(_ name: String = "ae-test") throws(KernelFault) -> KernelSpec {
    try KernelSpec(
      name: name,
      displayName: "AE",
      command: ["/opt/aerepl", "kernel", "run"],
      logos: ["logo-svg.svg": Array(Logo.svg.utf8), "logo-64x64.png": Logo.png(side: 64) ?? []]
    )
  }

  @Test func `a kernel is installed where Jupyter looks, and taken away`() throws {
    let directory = TemporaryDirectory()
    let place = KernelSpec.Place.prefix(directory.path)
    let path = try spec().install(place, environment: [:])
    #expect(path == directory.file("share/jupyter/kernels/ae-test"))
    #expect(
      directory.names(below: "share/jupyter/kernels/ae-test")
        == ["kernel.json", "logo-64x64.png", "logo-svg.svg"]
    )
    let bytes = try FileReader.read(FilePath(path + "/kernel.json"), limit: 1 << 16)
    let content = try JSONReader.read(bytes)
    #expect(content["argv"]?.array?.last == "{connection_file}")
    #expect(content["interrupt_mode"] == "message" && content["language"] == "ae")
    #expect(content["kernel_protocol_version"] == "5.5")
    _ = try spec().install(place, environment: [:])
    _ = try KernelSpec.uninstall("ae-test", place, environment: [:])
    #expect(directory.names(below: "share/jupyter/kernels") == [])
    #expect(throws: KernelFault.self) {
      try KernelSpec.uninstall("ae-test", place, environment: [:])
    }
  }

  @Test func `the user's place and Python's follow from the environment`() throws {
    let directory = TemporaryDirectory()
    let home = ["HOME": directory.path]
    func place(_ place: KernelSpec.Place, _ more: [String: String]) throws -> String {
      let path = try spec().install(place, environment: home.merging(more) { $1 })
      return String(path.dropFirst(directory.path.count))
    }
    let data = directory.file("data")
    #expect(try place(.user, [:]) == "/.local/share/jupyter/kernels/ae-test")
    #expect(try place(.user, ["XDG_DATA_HOME": data]) == "/data/jupyter/kernels/ae-test")
    #expect(try place(.user, ["JUPYTER_DATA_DIR": data]) == "/data/kernels/ae-test")
    let environment = ["VIRTUAL_ENV": directory.file("venv")]
    #expect(try place(.pythonPrefix, environment) == "/venv/share/jupyter/kernels/ae-test")
    #expect(throws: KernelFault.self) { try spec().install(.pythonPrefix, environment: home) }
    #expect(throws: KernelFault.self) { try spec().install(.user, environment: [:]) }
  }

  @Test(arguments: [
    "", "a b", "../a", "a/b", "é", ".", "..", "a\n", String(repeating: "a", count: 101),
  ])
  func `F149 a bad name is a wrong call`(name: String) {
    let error = #expect(throws: KernelFault.self) { try spec(name) }
    #expect(error?.status == 2)
  }

  @Test func `F149 a place that cannot be written is refused`() {
    let error = #expect(throws: KernelFault.self) {
      try spec().install(.prefix("/proc/self"), environment: [:])
    }
    #expect(error?.status == 1)
  }

  @Test func `another language's kernel is left alone`() throws {
    let directory = TemporaryDirectory()
    let place = KernelSpec.Place.prefix(directory.path)
    let path = FilePath(try spec().install(place, environment: [:]) + "/kernel.json")
    try AtomicFile.write(Array(#"{"language":"python"}"#.utf8), to: path)
    #expect(throws: KernelFault.self) { try spec().install(place, environment: [:]) }
    #expect(throws: KernelFault.self) {
      try KernelSpec.uninstall("ae-test", place, environment: [:])
    }
  }

  @Test func `the logos are pictures`() {
    #expect(Logo.png(side: 32)?.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(Logo.png(side: 33) == nil)
    #expect(Logo.svg.contains("<svg "))
  }
}
