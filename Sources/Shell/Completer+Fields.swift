internal import Language

extension Completer {
  /// Returns the fields of the record in front of a name's last dot; nil where no value stands there.
  ///
  /// What `catch` binds has its fields as soon as it is written; nothing else has any but records.
  func fields(_ name: Word, _ place: CompletionPlace) -> Found? {
    guard let dot = name.text.lastIndex(of: ".") else { return nil }
    let owner = String(name.text[..<dot])
    let written = name.text[name.text.index(after: dot)...]
    guard let fields = fields(of: owner, place) else { return nil }
    return Found(
      start: name.start + owner.unicodeScalars.count + 1,
      candidates: fields.filter { $0.utf8.starts(with: written.utf8) }.map {
        Completion.Candidate($0, kind: .variable)
      }
    )
  }

  private func fields(of owner: String, _ place: CompletionPlace) -> [String]? {
    if owner == "_" { return snapshot.lastFields }
    if place.caughtNames.contains(owner) { return ["kind", "message", "line"] }
    return snapshot.variables.first { $0.name == Name(owner) }?.fields
  }
}
