public import Language

/// A function that a script declared, with the variables around it.
///
/// A class, so that values share it. It is unchecked `Sendable` because a session and all its
/// frames belong to one thread at a time.
public final class ScriptFunction: @unchecked Sendable {
  /// What the script wrote.
  public let declaration: FunctionDeclaration

  let code: FunctionCode

  /// The frame that the function was declared in.
  let frame: Frame

  init(_ declaration: FunctionDeclaration, code: FunctionCode, in frame: Frame) {
    self.declaration = declaration
    self.code = code
    self.frame = frame
  }
}

/// A function made ready to run; each evaluation of its declaration shares it.
final class FunctionCode {
  /// The names of the parameters, which have the first slots of the frame in this order.
  let parameters: [Name]

  /// The default values, evaluated in the frame that the function was declared in.
  let fallbacks: [Code?]

  /// The slots of a call.
  let layout: FrameLayout

  let body: Step

  init(parameters: [Name], fallbacks: [Code?], layout: FrameLayout, body: @escaping Step) {
    self.parameters = parameters
    self.fallbacks = fallbacks
    self.layout = layout
    self.body = body
  }
}
