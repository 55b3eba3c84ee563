/// Measurements of one thing, taken in turns with others.
struct Sample {
  private(set) var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  /// The middle value; the lower of two.
  var median: Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
  }

  var least: Double { values.min() ?? 0 }
  var most: Double { values.max() ?? 0 }

  /// Returns the values divided by those of another sample, round by round.
  func divided(by other: Sample) -> Sample {
    Sample(values: zip(values, other.values).map { $0 / $1 })
  }

  /// Returns a sample of the function of each value.
  func map(_ function: (Double) -> Double) -> Sample { Sample(values: values.map(function)) }
}

/// Calls each of several measurements once a round, so that a machine that drifts disturbs all of
/// them alike.
func interleaved(_ count: Int, rounds: Int, _ measure: (Int) throws -> Double) rethrows -> [Sample]
{
  var samples = [Sample](repeating: Sample(), count: count)
  for _ in 0..<rounds {
    for index in 0..<count { samples[index].add(try measure(index)) }
  }
  return samples
}

/// Returns the seconds that a piece of work takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try body()
  return (clock.now - start) / .seconds(1)
}
