public import Language

/// Something that declares a name and parameters: a command, a variant of one, a figure.
///
/// The parameters are the stored properties marked `@Argument`, `@Option`, `@Values` and
/// `@Statement`; names, kinds and defaults are read off them.
public protocol Declaration: SendableMetatype {
  /// What it says of itself.
  static var manual: Manual { get }

  /// Creates one with every parameter at its default.
  init()
}

/// A verb of the language.
public protocol Command: Declaration {
  /// The forms it takes by the word behind its arguments, such as `mnist` in `dataset mnist`.
  ///
  /// A variant that is a command runs in place of this one; any other is handed to it as
  /// `Context.variant`.
  static var variants: [any Declaration.Type] { get }

  /// The form that it takes where expressions stand in a variant's place; it declares their options
  /// and arrives as `Context.variant`.
  static var expressionForm: (any Declaration.Type)? { get }

  /// Whether a script may write the command without a variant.
  static var isVariantOptional: Bool { get }

  /// Does what the command is for.
  ///
  /// - Throws: a diagnostic where the user or the outside world is at fault; the session is then
  ///   as it was before.
  func run(in context: Context) throws(Diagnostic)
}

extension Command {
  /// No variants.
  public static var variants: [any Declaration.Type] { [] }

  /// No form of its own for expressions.
  public static var expressionForm: (any Declaration.Type)? { nil }

  /// A variant may be missing.
  public static var isVariantOptional: Bool { true }
}
