import Foundation
import Language
import TestSupport
import Testing

/// Every block of the tutorial does what it says.
@Suite struct LanguageTourTests {
  static let blocks: [SourceText] = {
    let root = #filePath.dropLast("Tests/ScriptTests/LanguageTourTests.swift".count)
    let text = (try? String(contentsOfFile: root + "Docs/Language.md", encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```ae\n").dropFirst().enumerated().map { index, part in
      SourceText(name: "block \(index + 1)", part.components(separatedBy: "```")[0])
    }
  }()

  @Test(arguments: blocks.indices)
  func `prints what stands beside its lines`(index: Int) {
    let outcome = GoldenScript(Self.blocks[index]).run()
    #expect(outcome.error == nil)
    #expect(outcome.printed == outcome.expected)
  }

  @Test func `there are blocks, and most of them print`() {
    #expect(Self.blocks.count > 8)
    let printing = Self.blocks.filter { String(decoding: $0.bytes, as: UTF8.self).contains("#=> ") }
    #expect(printing.count == Self.blocks.count)
  }
}
