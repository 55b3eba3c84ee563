internal import Language

extension Compiler {
  func subscripted(_ base: Expression, _ subscripts: [Subscript], at place: Place) throws(Unwind)
    -> Code
  {
    let base = try code(base)
    let indices = try indexList(subscripts, at: place)
    return { frame throws(Unwind) in
      try frame.evaluator.checkStack(at: place)
      let value = try base(frame)
      let budget = frame.evaluator.session.budget
      let element = try value.element(at: try indices(frame), budget: budget)
      try frame.evaluator.checkCompletion(of: element, at: place)
      return element
    }
  }

  /// Compiles what stands between a pair of brackets.
  func indexList(_ subscripts: [Subscript], at place: Place) throws(Unwind)
    -> (Frame) throws(Unwind) -> IndexList
  {
    var compiled: [(Frame) throws(Unwind) -> Index] = []
    for entry in subscripts { compiled.append(try index(entry)) }
    guard compiled.count > 1 else {
      let only = compiled[0]
      return { frame throws(Unwind) in IndexList(indices: [try only(frame)], place: place) }
    }
    let all = compiled
    return { frame throws(Unwind) in
      var indices: [Index] = []
      indices.reserveCapacity(all.count)
      for index in all { indices.append(try index(frame)) }
      return IndexList(indices: indices, place: place)
    }
  }

  private func index(_ entry: Subscript) throws(Unwind) -> (Frame) throws(Unwind) -> Index {
    switch entry {
    case .index(let expression):
      let place = place(expression.range)
      let number = try wholeNumber(expression, for: "an index")
      return { frame throws(Unwind) in Index(kind: .entry(try number(frame)), place: place) }
    case .slice(let lower, let upper, let step, let range):
      let place = place(range)
      let low = try bound(lower, "a slice's start")
      let high = try bound(upper, "a slice's end")
      let step = try bound(step, "a step")
      return { frame throws(Unwind) in
        let stride = try step?(frame) ?? 1
        guard stride != 0, stride != Int.min else {
          throw place.failure(.value, "a slice's step must not be \(stride)")
        }
        let kind = Index.Kind.slice(
          from: try low?(frame),
          to: try high?(frame),
          step: stride
        )
        return Index(kind: kind, place: place)
      }
    }
  }

  private func bound(_ expression: Expression?, _ purpose: String) throws(Unwind)
    -> ((Frame) throws(Unwind) -> Int)?
  {
    guard let expression else { return nil }
    return try wholeNumber(expression, for: purpose)
  }
}
