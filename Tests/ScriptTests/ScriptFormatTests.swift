import Commands
import Foundation
import Language
import Shell
import TestSupport
import Testing

/// The scripts of the suite, in the canonical layout.
@Suite struct ScriptFormatTests {
  private func format(_ source: SourceText) -> SourceText? {
    guard case .formatted(let text) = ScriptFormatter.format(source, vocabulary: Catalog.standard)
    else { return nil }
    return SourceText(name: source.name, bytes: text)
  }

  @Test(arguments: ScriptFiles.all)
  func `do the same as before and stay as they are`(file: String) throws {
    let source = try ScriptFiles.source(file)
    let (before, text) = (GoldenScript(source).run(), format(source))
    guard let text else {
      // What cannot be formatted must not be able to run either.
      #expect(before.error != nil && before.printed.isEmpty)
      return
    }
    let after = GoldenScript(text).run()
    // A line's number that is printed may be another one now.
    let tellsLines = String(decoding: source.bytes, as: UTF8.self).contains(".line")
    #expect(tellsLines || after.printed == before.printed)
    #expect(after.printed.count == before.printed.count)
    // The lines may be others now, and so may be the memory that is free.
    #expect(message(after.error) == message(before.error))
    #expect(format(text)?.bytes == text.bytes)
  }

  private func message(_ error: String?) -> String? {
    guard let text = error?.drop(while: { $0 != ":" }) else { return nil }
    return text.components(separatedBy: ", of which").first
  }
}
