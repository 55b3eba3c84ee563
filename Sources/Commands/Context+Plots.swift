internal import Language
internal import Plots
internal import Shell

extension Context {
  /// Asked while a figure is drawn: whether the user wants the command to stop.
  var stop: StopCheck { StopCheck(session.budget.isSpent) }

  /// Returns what `element` makes of each number below `count`, unless the user wants to stop.
  func collect<Element>(
    _ count: Int,
    _ element: (Int) -> Element
  ) throws(Diagnostic) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(count)
    for index in 0..<count {
      if index & 0xFFFF == 0 { try checkInterruption() }
      result.append(element(index))
    }
    return result
  }
}
