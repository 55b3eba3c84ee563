import Commands
import Foundation
import Glibc
import Shell
import Testing

@Suite struct CatalogTests {
  private let catalog = Catalog.standard

  @Test func `every command file's type is in the catalogue, alphabetically`() {
    let files = SourceTree.sources.filter { $0.module == "Commands" }.map(\.name)
      .filter { $0.hasSuffix("Command.swift") }
    let types = Set(files.map { String($0.dropLast(".swift".count)) })
    let listed = catalog.commands.flatMap { [$0] + $0.variants }.map(\.typeName)
    #expect(types.subtracting(listed) == [])
    #expect(catalog.commandNames == catalog.commandNames.sorted())
  }

  @Test func `every declaration says what it is for and shows its use`() {
    for command in catalog.commands.flatMap({ [$0] + $0.variants }) {
      let name = command.manual.name
      #expect(command.manual.summary.hasSuffix("."), "\(name)")
      #expect(!command.manual.examples.isEmpty, "\(name)")
      for parameter in command.arguments + command.options {
        #expect(parameter.summary.hasSuffix("."), "\(name) \(parameter.name)")
      }
    }
  }

  @Test func `Docs/Commands.md is what the catalogue says`() throws {
    let path = SourceTree.root.path + "/Docs/Commands.md"
    let reference = catalog.reference
    if getenv("AEREPL_UPDATE_DOCS") != nil {
      let file = try #require(fopen(path, "w"))
      fputs(reference, file)
      fclose(file)
    }
    let file = try #require(fopen(path, "r"), "run with AEREPL_UPDATE_DOCS=1 to write it")
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    #expect(text == reference, "run with AEREPL_UPDATE_DOCS=1 to write it anew")
  }
}
