/// One thing that is done for a panel of samples.
enum PanelTask: Equatable {
  /// Reads the samples.
  case read
  /// Computes a layer's output.
  case forward(Int)
  /// Finds the live features of a layer's output.
  case findLive(Int)
  /// Copies the gradient of a layer's output into row blocks.
  case intoBlocks(Int)
  /// Computes the gradient of a layer's input.
  case back(Int)
  /// Computes the gradient of a layer's input from the sums over its parts.
  case sumParts(Int)
}

/// A job for the threads in the first half of a step.
enum StepStage: Equatable {
  /// Reads the samples, for each panel and copy of the input.
  case read
  /// Tasks, one after another for each panel of samples.
  case panels([PanelTask])
  /// A layer that is shared by its outputs: the output, for each panel and part.
  case forward(Int)
  /// A layer that is shared by its outputs: the part of its input's gradient, for each panel and part.
  case back(Int)
  /// The last layer, shared by its outputs: output and loss, row blocks if its gradient is copied, and
  /// the part of its input's gradient, for each panel and part.
  case turn(Int)

  /// Returns the jobs of a step in order: as few as the shared layers allow.
  static func all(areShared: [Bool], areCopied: [Bool]) -> [StepStage] {
    var stages: [StepStage] = []
    var tasks: [PanelTask] = [.read]
    func endPanels() {
      if !tasks.isEmpty { stages.append(tasks == [.read] ? .read : .panels(tasks)) }
      tasks = []
    }
    let last = areShared.count - 1
    for layer in areShared.indices {
      if areShared[layer] {
        endPanels()
        stages.append(layer == last ? .turn(layer) : .forward(layer))
      } else {
        tasks.append(.forward(layer))
      }
      if layer < last { tasks.append(.findLive(layer)) }
    }
    for layer in areShared.indices.reversed() {
      let turns = layer == last && areShared[layer]
      if areCopied[layer], !turns { tasks.append(.intoBlocks(layer)) }
      guard layer > 0 else { continue }
      if areShared[layer] {
        if !turns {
          endPanels()
          stages.append(.back(layer))
        }
        tasks.append(.sumParts(layer))
      } else {
        tasks.append(.back(layer))
      }
    }
    endPanels()
    return stages
  }
}

/// A stage as threads take it: without references, for whose counts they would wait for each other.
enum SharedStage {
  case read
  case panels(UnsafeBufferPointer<PanelTask>)
  case forward(Int)
  case back(Int)
  case turn(Int)

  /// Returns the stages, and the memory of their tasks, which the caller frees.
  static func all(
    _ stages: [StepStage]
  ) -> (stages: [SharedStage], tasks: UnsafeMutableBufferPointer<PanelTask>) {
    let all = stages.flatMap(\.tasks)
    // SAFETY: a place for each task, initialised here; tasks are trivial.
    let memory = UnsafeMutableBufferPointer<PanelTask>.allocate(capacity: max(all.count, 1))
    _ = memory.initialize(from: all)
    var used = 0
    let shared: [SharedStage] = stages.map { stage in
      switch stage {
      case .read: return .read
      case .panels(let tasks):
        defer { used += tasks.count }
        return .panels(UnsafeBufferPointer(rebasing: memory[used..<used + tasks.count]))
      case .forward(let layer): return .forward(layer)
      case .back(let layer): return .back(layer)
      case .turn(let layer): return .turn(layer)
      }
    }
    return (shared, memory)
  }
}

extension StepStage {
  fileprivate var tasks: [PanelTask] { if case .panels(let tasks) = self { tasks } else { [] } }
}
