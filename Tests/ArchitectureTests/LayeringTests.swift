import Testing

@Suite struct LayeringTests {
  @Test(arguments: Module.all)
  func `a module imports only what the table allows`(module: Module) {
    let allowed = Set(module.imports + Module.system)
    let files = SourceTree.sources.filter { $0.isSwift && $0.module == module.name }
    #expect(!files.isEmpty, "Sources/\(module.name) has no Swift file")
    let findings = files.flatMap { file in
      Import.list(in: file).filter { !allowed.contains($0.module) }.map {
        "\(file.path):\($0.line): \(module.name) may not import \($0.module)"
      }
    }
    #expect(findings == [])
  }

  @Test func `the arrows point down only`() {
    for (place, module) in Module.all.enumerated() {
      let below = Module.all[(place + 1)...].map(\.name) + Module.foreign + Module.products
      #expect(module.imports.filter { !below.contains($0) } == [], "\(module.name)")
    }
  }

  @Test(arguments: Module.all)
  func `the package declares the arrows of the table`(module: Module) throws {
    let manifest = try #require(SourceTree.file("Package.swift"))
    let declared = try #require(
      Manifest(manifest.text).dependencies(of: module.name),
      "Package.swift declares no target \(module.name)"
    )
    #expect(Set(declared) == Set(module.imports), "\(module.name)")
  }

  @Test func `the package declares no other Swift target`() throws {
    let manifest = try #require(SourceTree.file("Package.swift"))
    #expect(Manifest(manifest.text).targets.sorted() == Module.all.map(\.name).sorted())
  }

  @Test(arguments: [
    ("import Plots", ["Plots"]), ("public import Tensors", ["Tensors"]),
    ("internal import Files", ["Files"]), ("private import Files", ["Files"]),
    ("@testable import Shell", ["Shell"]), ("@preconcurrency import A", ["A"]),
    ("@testable public import B", ["B"]), ("import struct Tensors.Shape", ["Tensors"]),
    ("import func Glibc.malloc", ["Glibc"]), ("import Foundation.NSURL", ["Foundation"]),
    ("#if os(Linux)\n  import Glibc\n#endif", ["Glibc"]), ("import A; import B", ["A", "B"]),
    ("// import A", []), ("/* import A\nimport B */ import C", ["C"]),
    ("let text = \"\"\"\n  import A\n  \"\"\"", []), ("let important = 1", []),
    ("importModule()", []), ("", []),
  ])
  func `every form of an import is understood`(text: String, modules: [String]) {
    let file = SourceFile(path: "Sources/Files/Sample.swift", text: text)
    #expect(Import.list(in: file).map(\.module) == modules)
  }
}
