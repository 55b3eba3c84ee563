public import Language

/// All that is known of a declaration; help, usage lines, completion and the reference come from
/// it alone.
public struct CommandDescription: Sendable {
  /// One parameter of a declaration.
  public struct Parameter: Sendable {
    /// The name, as users write it.
    public let name: String

    /// One sentence on what it is for.
    public let summary: String

    /// What values it takes.
    public let kind: ValueKind

    /// The default as a user would write it; nil where there is none.
    public let fallback: String?

    /// Whether the command cannot do without it.
    public let isRequired: Bool

    /// Whether it takes all the values that follow.
    public let isRepeating: Bool
  }

  /// What the declaration says of itself.
  public let manual: Manual

  /// The parameters by position.
  public let arguments: [Parameter]

  /// The parameters by name.
  public let options: [Parameter]

  /// The parameters by name that go with expressions, and with no variant.
  public let expressionOptions: [Parameter]

  /// Expressions or a statement behind the arguments.
  public let rest: Parameter?

  /// How values are taken.
  public let style: CommandShape.Style

  /// The variants, in the order of their declaration.
  public let variants: [CommandDescription]

  /// Whether a variant may be missing.
  public let isVariantOptional: Bool

  let type: any Declaration.Type

  init(of type: any Declaration.Type) {
    self.type = type
    manual = type.manual
    var arguments: [Parameter] = []
    var options: [Parameter] = []
    var rest: Parameter?
    var style = CommandShape.Style.values
    for (name, slot) in type.init().slots {
      let parameter = Parameter(name: name, slot: slot)
      switch slot.position {
      case .argument, .repeatingArgument: arguments.append(parameter)
      case .option: options.append(parameter)
      case .expressions(let count):
        style = .expressions(count)
        rest = parameter
      case .statement:
        style = .statement
        rest = parameter
      }
    }
    self.arguments = arguments
    self.options = options
    let command = type as? any Command.Type
    let form = command?.expressionForm.map(CommandDescription.init)
    expressionOptions = form?.options ?? []
    self.rest = rest ?? form?.rest
    self.style = rest == nil ? form?.style ?? style : style
    variants = (command?.variants ?? []).map(CommandDescription.init)
    isVariantOptional = command?.isVariantOptional ?? true
  }

  /// The shape by which the parser reads a call.
  ///
  /// An argument that may be missing may also be given by name.
  public var shape: CommandShape {
    let named = arguments.filter { !$0.isRequired && !$0.isRepeating } + options
    return CommandShape(
      name: manual.name,
      arguments: arguments.map(\.shape),
      options: named.map(\.shape),
      expressionOptions: expressionOptions.map(\.shape),
      style: style,
      variants: Dictionary(uniqueKeysWithValues: variants.map { ($0.manual.name, $0.shape) }),
      isVariantOptional: isVariantOptional,
      bindsNames: manual.bindsNames
    )
  }

  /// The name of the Swift type that declares it.
  public var typeName: String { String(describing: type) }

  /// The variant of a name, or nil.
  public func variant(named name: String) -> CommandDescription? {
    variants.first { $0.manual.name == name }
  }
}

extension CommandDescription.Parameter {
  fileprivate init(name: String, slot: ParameterSlot) {
    self.name = name
    summary = slot.summary
    kind = slot.kind
    fallback = slot.written
    isRequired = slot.isRequired
    isRepeating = slot.position == .repeatingArgument
  }

  fileprivate var shape: ParameterShape {
    ParameterShape(name: name, kind: kind, isRequired: isRequired, isRepeating: isRepeating)
  }
}

extension Declaration {
  /// The parameters with their names, in the order of declaration.
  var slots: [(name: String, slot: ParameterSlot)] {
    Mirror(reflecting: self).children.compactMap { label, value in
      guard let label, let parameter = value as? any DeclaredParameter else { return nil }
      // A property wrapper's storage is named like the property behind an underscore.
      return (label.hasPrefix("_") ? String(label.dropFirst()) : label, parameter.slot)
    }
  }
}
