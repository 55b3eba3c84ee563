import Foundation
import Testing

@Suite struct TreeShapeTests {
  private static let modules = Module.all.map(\.name)

  /// The folders below `Tests` that belong to no module of their own.
  private static let crossCutting = [
    "ArchitectureTests", "FaultTests", "FuzzTargets", "FuzzTests", "Jupyter", "Recipes",
    "ScriptTests", "TestSupport",
  ]

  @Test func `every folder below Sources is a known module`() {
    let known = (Self.modules + Module.foreign).sorted()
    #expect(SourceTree.folders(in: "Sources").sorted() == known)
  }

  @Test func `every file below Sources lies in a module and is of its language`() {
    let findings = SourceTree.sources.filter { file in
      let isC = [".c", ".h", ".inc", "/module.modulemap"].contains { file.path.hasSuffix($0) }
      if Module.foreign.contains(file.module) { return !isC }
      let isSwift = file.isSwift || file.path.contains(".docc/")
      return !(Self.modules.contains(file.module) && isSwift)
    }
    #expect(findings.map(\.path) == [])
  }

  @Test func `the tests mirror the sources`() {
    // The executable only wires its modules together; the kernels are tested as what calls them.
    let tested = Self.modules.filter { $0 != "aerepl" }.map { $0 + "Tests" }
    #expect(SourceTree.folders(in: "Tests").sorted() == (tested + Self.crossCutting).sorted())
  }

  @Test func `a file of tests holds a suite of its name`() {
    let files = SourceTree.tests.filter { $0.name.hasSuffix("Tests.swift") }
    #expect(files.count > 5)
    let findings = files.filter { !$0.text.contains("struct \($0.name.dropLast(6))") }
    #expect(findings.map(\.path) == [])
  }

  @Test func `tests are written with swift-testing alone`() {
    let findings = SourceTree.tests.filter { file in
      Import.list(in: file).contains { $0.module == "XCTest" }
    }
    #expect(findings.map(\.path) == [])
  }

  @Test(arguments: ["setup", "demo", "test", "install"])
  func `a script is there`(name: String) {
    #expect(SourceTree.file("scripts/\(name)") != nil)
  }

  @Test(arguments: ["scripts", ".ci"])
  func `every script is executable and stops at its first error`(folder: String) {
    let files = SourceTree.files(below: folder)
    #expect(!files.isEmpty)
    for file in files {
      let path = SourceTree.root.appending(path: file.path).path
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(file.path)")
      #expect(file.text.hasPrefix("#!/usr/bin/env bash\n"), "\(file.path)")
      #expect(file.text.contains("\nset -euo pipefail\n"), "\(file.path)")
    }
  }
}
