/// A walk over elements of an array in row-major order of a shape, with a step of its own for each
/// axis.
struct StridedWalk {
  /// Elements that lie equally far apart.
  struct Run {
    /// How many elements the walk has passed before.
    var done: Int
    /// The offset of the first element.
    var offset: Int
    /// The distance between neighbours.
    let step: Int
    /// The number of elements.
    var count: Int
  }

  /// The extents of what is walked over.
  let shape: Shape

  /// The offset of the first element.
  let base: Int

  /// The distance between neighbours along each axis.
  let steps: [Int]

  /// Calls `body` with run after run, and ends early where `stop` says so.
  func forEachRun(stop: () -> Bool, _ body: (Run) -> Void) {
    guard shape.count > 0 else { return }
    let outer = max(shape.rank - 1, 0)
    let length = shape.rank == 0 ? 1 : shape[outer]
    var run = Run(done: 0, offset: base, step: shape.rank == 0 ? 0 : steps[outer], count: length)
    var position = [Int](repeating: 0, count: outer)
    var counter = PieceCounter()
    while true {
      if counter.isStopped(before: length, stop) { return }
      if length > Pieces.length {
        Pieces.forEach(of: length, stop: stop) { piece in
          var part = run
          part.done += piece.lowerBound
          part.offset += piece.lowerBound * run.step
          part.count = piece.count
          body(part)
        }
      } else {
        body(run)
      }
      run.done += length
      guard run.done < shape.count else { return }
      for axis in position.indices.reversed() {
        position[axis] += 1
        run.offset += steps[axis]
        if position[axis] < shape[axis] { break }
        run.offset -= steps[axis] * shape[axis]
        position[axis] = 0
      }
    }
  }

  /// Returns the elements walked over, as far as the walk came.
  func gathered(from tensor: Tensor, stop: () -> Bool) -> Tensor {
    tensor.withUnsafeElements { source in
      Tensor(shape: shape) { result in
        forEachRun(stop: stop) { run in
          for index in 0..<run.count {
            result[run.done + index] = source[run.offset + index * run.step]
          }
        }
      }
    }
  }
}
