extension Parser {
  /// Returns what is wrong with the names of the statements that could be read, where others could
  /// not.
  ///
  /// Whatever the others may have bound counts as bound, so that one fault causes no second one.
  func nameFaults(of statements: [Statement]) -> [Diagnostic] {
    guard let known else { return [] }
    var possible: Set<Name> = []
    for range in unread { possible.formUnion(names(in: range)) }
    return Checker.check(
      Script(source: source, statements: statements),
      vocabulary: vocabulary,
      known: known,
      possible: possible
    ).filter { $0.severity == .error }
  }

  /// Returns everything in a part of the text that looks like a name.
  private func names(in range: SourceRange) -> Set<Name> {
    var names: Set<Name> = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let end = lexer.endOfName(from: offset) else {
        offset += 1
        continue
      }
      names.insert(Name(text(SourceRange(offset, end))))
      offset = end
    }
    return names
  }
}
