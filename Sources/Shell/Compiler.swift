internal import Language

/// Makes statements ready to run: the tree becomes closures, and names become slots or variables.
///
/// What it makes refers to the evaluator only through the frame it runs in, because functions keep
/// their code in the session's own variables.
struct Compiler {
  let evaluator: Evaluator
  let source: SourceText

  /// The scope that is compiled; nil outside blocks and functions, where names are the session's.
  var scope: LocalScope?

  /// The frame that the code runs in.
  var layout = FrameLayout()

  /// Whether the code runs later than what surrounds it.
  var isLater = false

  init(_ evaluator: Evaluator, source: SourceText) {
    self.evaluator = evaluator
    self.source = source
  }

  var session: Session { evaluator.session }

  func place(_ range: SourceRange) -> Place { Place(source: source, range: range) }

  /// Compiles statements that run one after another in the present scope.
  func steps(_ statements: [Statement]) throws(Unwind) -> Step {
    var steps: [(run: Step, place: Place)] = []
    steps.reserveCapacity(statements.count)
    for statement in statements {
      steps.append((try step(statement), place(statement.range)))
    }
    let all = steps
    switch all.count {
    case 0: return { _ in .normal }
    case 1: return all[0].run
    default:
      return { frame throws(Unwind) in
        for step in all {
          try frame.evaluator.checkInterruption(at: step.place)
          let flow = try step.run(frame)
          guard case .normal = flow else { return flow }
        }
        return .normal
      }
    }
  }

  /// Compiles a statement.
  func step(_ statement: Statement) throws(Unwind) -> Step {
    let place = place(statement.range)
    try evaluator.checkStack(at: place)
    switch statement.kind {
    case .binding(let identifier, let expression): return try binding(identifier, expression)
    case .assignment(let target, let operation, let expression):
      return try assignment(target, operation, expression)
    case .conditional(let branches, let otherwise): return try conditional(branches, otherwise)
    case .iteration(let identifier, let values, let body):
      return try iteration(identifier, over: values, body)
    case .loop(let condition, let body): return try loop(while: condition, body)
    case .function(let declaration): return try function(declaration)
    case .returning(let expression):
      guard let expression else { return { _ in .returning(.none) } }
      let value = try code(expression)
      return { frame throws(Unwind) in .returning(try value(frame)) }
    case .breaking: return { _ in .breaking }
    case .continuing: return { _ in .continuing }
    case .attempt(let body, let identifier, let handler):
      return try attempt(body, identifier, handler)
    case .command(let call): return try command(call)
    case .expression(let expression):
      return try shown(expression, isSilenced: statement.isSilenced)
    case .shell(let command):
      return { frame throws(Unwind) in try frame.evaluator.runShell(command, at: place) }
    case .help(let identifier):
      let topic = identifier.name.text
      return { frame throws(Unwind) in
        let session = frame.evaluator.session
        try place.located { () throws(Diagnostic) in
          session.host.receive(.page(try Help(session: session).page(for: topic)))
        }
        return .normal
      }
    }
  }

  private func shown(_ expression: Expression, isSilenced: Bool) throws(Unwind) -> Step {
    let value = try code(expression)
    return { frame throws(Unwind) in
      let value = try value(frame)
      let session = frame.evaluator.session
      session.lastValue = value
      if case .none = value { return .normal }
      if !isSilenced { session.host.receive(.value(value.literal)) }
      return .normal
    }
  }

  private func binding(_ identifier: Identifier, _ expression: Expression) throws(Unwind) -> Step {
    let value = try code(expression)
    let set = setter(binding: identifier.name)
    return { frame throws(Unwind) in
      set(frame, try value(frame))
      return .normal
    }
  }

  private func function(_ declaration: FunctionDeclaration) throws(Unwind) -> Step {
    let set = setter(binding: declaration.identifier.name)
    let code = try functionCode(declaration)
    return { frame in
      let function = ScriptFunction(declaration, code: code, in: frame)
      set(frame, .function(.declared(function)))
      return .normal
    }
  }

  private func functionCode(_ declaration: FunctionDeclaration) throws(Unwind) -> FunctionCode {
    var outside = self
    outside.isLater = true
    var fallbacks: [Code?] = []
    for parameter in declaration.parameters {
      fallbacks.append(
        try parameter.fallback.map { (fallback) throws(Unwind) in try outside.code(fallback) }
      )
    }
    var inside = self
    inside.layout = FrameLayout()
    inside.isLater = false
    let local = LocalScope(in: scope, layout: inside.layout, isFunction: true)
    let parameters = declaration.parameters.map(\.identifier.name)
    for name in parameters { _ = local.bind(name) }
    reserveNames(of: declaration.body, in: local)
    inside.scope = local
    let body = try inside.steps(declaration.body)
    return FunctionCode(
      parameters: parameters,
      fallbacks: fallbacks,
      layout: inside.layout,
      body: body
    )
  }

  /// Gives slots to the names that statements bind in their own block.
  func reserveNames(of statements: [Statement], in local: LocalScope) {
    for statement in statements {
      switch statement.kind {
      case .binding(let identifier, _): local.reserve(identifier.name)
      case .function(let declaration): local.reserve(declaration.identifier.name)
      case .command(let call): reserveNames(of: call.body, in: local)
      default: break
      }
    }
  }
}
