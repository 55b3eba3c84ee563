internal import Language

/// A variable of the session, which compiled code refers to whether or not it has a value yet.
final class Variable {
  let name: Name

  /// The value; nil while nothing has declared the variable.
  var value: Value?

  init(_ name: Name) { self.name = name }
}

/// The variables of a session, which outlive the scripts that declare them.
final class Variables {
  private var byName: [Name: Variable] = [:]

  /// The names that have a value, in no particular order.
  var names: [Name] { byName.values.filter { $0.value != nil }.map(\.name) }

  /// The value of a variable, nil where nothing has declared it.
  subscript(name: Name) -> Value? {
    get { byName[name]?.value }
    set { variable(named: name).value = newValue }
  }

  /// Returns the variable of a name, made at need without a value.
  func variable(named name: Name) -> Variable {
    if let known = byName[name] { return known }
    let made = Variable(name)
    byName[name] = made
    return made
  }
}
