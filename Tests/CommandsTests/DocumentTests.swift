import Commands
import Foundation
import Glibc
import Shell
import TestSupport
import Testing

/// What the README shows is what happens.
@Suite struct DocumentTests {
  private static let readme = text(of: "README.md")
  private static let gallery = text(of: "Docs/Gallery.md")

  private static func text(of name: String) -> String {
    let root = #filePath.dropLast("Tests/CommandsTests/DocumentTests.swift".count)
    guard let file = fopen(root + name, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Returns the first block of text below a heading that begins with some words.
  private func block(beginning words: String) throws -> String {
    let start = try #require(Self.readme.firstRange(of: "```text\n" + words))
    let rest = Self.readme[start.lowerBound...].dropFirst("```text\n".count)
    let end = try #require(rest.firstRange(of: "```"))
    return String(rest[..<end.lowerBound])
  }

  @Test func `the first script runs and leaves its files`() throws {
    let directory = TemporaryDirectory()
    let script = directory.write(
      Array(try block(beginning: "dataset digits").utf8),
      to: "first.ae"
    )
    let command = "cd \"$1\" && \"$AEREPL\" \"$2\""
    let result = Program.shell(command, [directory.path, script], within: 60)
    #expect(result.exit == .status(0), "\(result.errors)")
    #expect(directory.names == ["codes.npy", "first.ae", "recon.png"])
  }

  @Test func `the diagnostic is the one that the misspelt script gets`() throws {
    let directory = TemporaryDirectory()
    let text = try block(beginning: "dataset digits").replacing("print name", with: "prnt name")
    directory.write(Array(text.utf8), to: "first.ae")
    let command = "cd \"$1\" && \"$AEREPL\" first.ae"
    let result = Program.shell(command, [directory.path], within: 60)
    #expect(result.exit == .status(1))
    #expect(result.output == "")
    #expect(result.errors == (try block(beginning: "first.ae:")))
  }

  @Test func `the gallery shows every figure, by scripts that run`() throws {
    let plot = try #require(Catalog.standard.description(of: "plot"))
    for figure in plot.variants.map(\.manual.name) {
      #expect(Self.gallery.contains("\n## \(figure)\n"), "\(figure)")
    }
    let parts = Self.gallery.components(separatedBy: "```")
    let script = stride(from: 1, to: parts.count, by: 2).map { parts[$0].dropFirst("text".count) }
      .joined()
      .replacing("dataset mnist download=false", with: "dataset digits count=2000 test=1000")
      .replacing("0..10 {\n  train", with: "0..2 {\n  train")
    let directory = TemporaryDirectory()
    let file = directory.write(Array(script.utf8), to: "gallery.ae")
    let command = "cd \"$1\" && mkdir images && \"$AEREPL\" \"$2\" && ls images"
    let result = Program.shell(command, [directory.path, file], within: 60)
    #expect(result.exit == .status(0), "\(result.errors)")
    for picture in Self.gallery.matches(of: /\(images\/(gallery-[a-z0-9-]+\.png)\)/) {
      #expect(result.output.contains("\n\(picture.1)\n"), "\(picture.1)")
    }
  }
}
