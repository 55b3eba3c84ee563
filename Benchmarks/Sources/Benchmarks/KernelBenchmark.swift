import Networks

extension Report {
  /// The rates of the dense kernels by the shape of a layer.
  func kernels() -> Table {
    var table = Table(
      "Dense kernels by shape, one thread, batch 128, GFLOP/s",
      ["inputs x outputs", "forward", "input gradient", "weight gradient", "Adam, ns a weight"]
    )
    let shapes = [
      (784, 128), (128, 64), (64, 16), (16, 3), (3, 16), (16, 64), (64, 128), (128, 784),
    ]
    for (inputs, outputs) in shapes + [(1024, 784)] {
      guard
        let layer = LayerKernels(
          inputs: inputs,
          outputs: outputs,
          batch: 128,
          isLast: outputs == 784
        )
      else { continue }
      let kernels = [layer.forward, layer.back, layer.weightGradient, layer.update]
      let samples = interleaved(kernels.count, rounds: max(rounds, 5)) { time(kernels[$0]) }
      let rates = samples.dropLast().map { (layer.operations / $0.median / 1e9).fixed(0) }
      let adam = (samples[3].median / Double(inputs * outputs) * 1e9).fixed(2)
      table.rows.append(["\(inputs) x \(outputs)"] + rates + [adam])
    }
    return table
  }

  /// A training step by its parts, each repeated by itself on one thread.
  func parts() throws -> Table {
    var table = Table("A step by its parts, one thread, batch 128", ["part", "us", "share"])
    guard let first = FirstLayerKernels(images: subject.train.pixels, outputs: 128),
      let last = LayerKernels(inputs: 128, outputs: 784, batch: 128, isLast: true)
    else { return table }
    first.gather()
    let shapes = [(128, 64), (64, 16), (16, 3), (3, 16), (16, 64), (64, 128)]
    let inner = shapes.compactMap { LayerKernels(inputs: $0.0, outputs: $0.1, batch: 128) }
    let outer = LayerKernels(inputs: 784, outputs: 128, batch: 128)
    let work: [(String, () -> Void)] = [
      ("reading a batch, lists of bytes that are not zero", first.gather),
      ("first layer forward, over the lists", first.forward),
      ("layers 2 to 7 forward", { inner.forEach { $0.forward() } }),
      ("last layer forward, tanh, loss and its gradient", last.forward),
      ("input gradient of the last layer", last.back),
      ("input gradients of layers 7 to 2", { inner.reversed().forEach { $0.back() } }),
      ("weight gradient of the first layer, over the lists", first.weightGradient),
      ("weight gradients of layers 2 to 7", { inner.forEach { $0.weightGradient() } }),
      ("weight gradient of the last layer", last.weightGradient),
      (
        "Adam",
        {
          inner.forEach { $0.update() }
          last.update()
          outer?.update()
        }
      ),
    ]
    let samples = interleaved(work.count, rounds: max(rounds, 5)) { time(work[$0].1) }
    let total = samples.map(\.median).reduce(0, +)
    for ((name, _), sample) in zip(work, samples) {
      table.add(name, (sample.median * 1e6).fixed(0), percent(sample.median / total))
    }
    table.drawing = Drawing(
      name: "performance-parts",
      description: "The parts of a training step by their times",
      rows: [("us", samples.map { ($0.median * 1e6).rounded() })],
      names: [
        "lists", "first", "2-7", "last", "dX", "dX 7-2", "dW 1", "dW 2-7", "dW last", "Adam",
      ],
      title: "A step by its parts, one thread",
      ylabel: "microseconds",
      isBars: true
    )
    table.add("sum", (total * 1e6).fixed(0), "")
    let trainer = try subject.trainer(threads: 1)
    try trainer.run(.steps(50))
    var step = Sample()
    for _ in 0..<max(rounds, 5) { step.add(try seconds { try trainer.run(.steps(100)) } / 100) }
    table.add("a whole step", (step.median * 1e6).fixed(0), "")
    return table
  }

  /// Returns the seconds of one call, from as many as take ten milliseconds.
  private func time(_ body: () -> Void) -> Double {
    body()
    let once = seconds(body)
    let count = max(1, Int(0.01 / max(once, 1e-7)))
    return seconds { for _ in 0..<count { body() } } / Double(count)
  }
}
