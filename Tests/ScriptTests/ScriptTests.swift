import Glibc
import Language
import TestSupport
import Testing

/// Every file under `Scripts` is a case: `#=> line` is output, `#!> kind: part` the error.
@Suite struct ScriptTests {
  @Test(arguments: ScriptFiles.all)
  func `prints what it says beside its lines`(file: String) throws {
    let outcome = GoldenScript(try ScriptFiles.source(file)).run()
    #expect(outcome.printed == outcome.expected)
    #expect(
      outcome.errorMatches,
      "\(outcome.error ?? "no error") instead of \(outcome.expectedError ?? "none")"
    )
  }

  @Test func `there are scripts for every area`() {
    let areas = Set(ScriptFiles.all.map { $0.prefix { $0 != "/" } })
    #expect(areas == ["language", "commands", "errors", "regression"])
  }
}

/// The scripts that lie beside this file.
enum ScriptFiles {
  private static let folder = String(#filePath.dropLast("ScriptTests.swift".count)) + "Scripts"

  static let all: [String] = names(in: folder).flatMap { area in
    names(in: "\(folder)/\(area)").filter { $0.hasSuffix(".ae") }.map { "\(area)/\($0)" }
  }.sorted()

  static func source(_ file: String) throws -> SourceText {
    let handle = try #require(fopen("\(folder)/\(file)", "r"))
    defer { fclose(handle) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, handle)
    return SourceText(name: file, bytes: Array(bytes[..<count]))
  }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
