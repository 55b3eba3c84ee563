internal import Language

/// The variables of a block, a function or a session, and the scope around it.
///
/// A class, because functions share the scope they were declared in with the code around them. It
/// is unchecked `Sendable` because a session and all its scopes belong to one thread at a time.
public final class Scope: @unchecked Sendable {
  private var values: [Name: Value] = [:]
  let parent: Scope?

  init(in parent: Scope?) { self.parent = parent }

  /// The names declared in this scope itself, in no particular order.
  var names: some Collection<Name> { values.keys }

  subscript(name: Name) -> Value? { values[name] ?? parent?[name] }

  func declare(_ name: Name, _ value: Value) { values[name] = value }

  func remove(_ name: Name) { values[name] = nil }

  /// Changes an existing variable in place, so that a tensor it holds is not copied; returns nil
  /// where no scope has the name.
  func modify<R, E: Error>(_ name: Name, _ body: (inout Value) throws(E) -> R) throws(E) -> R? {
    guard let index = values.index(forKey: name) else { return try parent?.modify(name, body) }
    return try body(&values.values[index])
  }

  /// Forgets all variables.
  func removeAll() { values.removeAll() }
}
