/// The names that a block or a function binds.
struct CheckerScope {
  /// A name and what became of it.
  struct Binding {
    /// Where the name was bound first.
    let range: SourceRange

    /// Whether a warning is due if nothing reads the name.
    let isWatched: Bool

    /// Whether something reads it.
    var isRead = false
  }

  /// The names bound so far.
  private(set) var bindings: [Name: Binding] = [:]

  /// The functions declared here, whose bodies are checked when all names are bound.
  var functions: [FunctionDeclaration] = []

  /// Binds a name, once.
  mutating func bind(_ identifier: Identifier, isWatched: Bool = false) {
    guard bindings[identifier.name] == nil else { return }
    bindings[identifier.name] = Binding(range: identifier.range, isWatched: isWatched)
  }

  /// Notes that a name is read; returns whether it is bound here.
  mutating func read(_ name: Name) -> Bool {
    guard bindings[name] != nil else { return false }
    bindings[name]?.isRead = true
    return true
  }

  /// Returns the names that nothing reads though something should.
  var unread: [(name: Name, range: SourceRange)] {
    bindings.filter { $0.value.isWatched && !$0.value.isRead }
      .map { (name: $0.key, range: $0.value.range) }
  }
}
