import Networks

extension Report {
  /// An epoch of the tutorial's training on one thread and on all.
  func epochs() throws -> Table {
    var table = Table(
      "An epoch of the tutorial's network, batch 128",
      ["threads", "s", "range", "GFLOP/s", "of the peak"]
    )
    let trainers = try threadCounts.map { try subject.trainer(threads: $0) }
    for (threads, (trainer, sample)) in zip(threadCounts, zip(trainers, try run(trainers))) {
      let rate = trainer.operationsPerEpoch / sample.median
      table.add(
        "\(threads)",
        sample.median.fixed(3),
        sample.range(3),
        (rate / 1e9).fixed(0),
        percent(rate / machine.peak(threads: threads))
      )
    }
    return table
  }

  /// How time grows with samples, batch and width.
  func scaling() throws -> [Table] {
    var cases: [(kind: Int, name: String, trainer: Trainer)] = []
    for count in [15_000, 30_000, 60_000] where count <= subject.train.count {
      cases.append((0, "\(count)", try subject.trainer(threads: machine.cores, samples: count)))
    }
    for batch in [32, 128, 1024] {
      cases.append((1, "\(batch)", try subject.trainer(threads: machine.cores, batch: batch)))
    }
    for width in [1, 2, 4, 8] {
      let trainer = try subject.trainer(threads: machine.cores, width: width, samples: 15_000)
      cases.append((2, "x\(width)", trainer))
    }
    var tables = [
      Table("Samples, batch 128", ["samples", "s an epoch", "range", "us a sample", "GFLOP/s"]),
      Table("Batch, 60,000 samples", ["batch", "s an epoch", "range", "us a sample", "GFLOP/s"]),
      Table(
        "Width of the hidden layers, 15,000 samples",
        ["width", "s an epoch", "range", "us a sample", "GFLOP/s"]
      ),
    ]
    for (entry, sample) in zip(cases, try run(cases.map(\.trainer))) {
      let rows = Double(entry.trainer.source.rows.rowCount)
      tables[entry.kind].add(
        entry.name,
        sample.median.fixed(3),
        sample.range(3),
        (sample.median / rows * 1e6).fixed(2),
        (entry.trainer.operationsPerEpoch / sample.median / 1e9).fixed(0)
      )
    }
    for (index, name) in ["samples", "batch", "width"].enumerated() {
      tables[index].drawing = growth(tables[index], name)
    }
    return tables
  }

  /// The last column of a table of growth as a picture.
  private func growth(_ table: Table, _ name: String) -> Drawing {
    Drawing(
      name: "performance-\(name)",
      description: "The rate of training by \(name)",
      rows: [("training", table.rows.compactMap { $0.last.flatMap(Double.init) })],
      names: table.rows.map { $0[0] },
      title: table.title,
      ylabel: "GFLOP/s, counted dense",
      xlabel: name,
      isBars: true
    )
  }

  /// Trains each for an epoch in turns; a first one, in which caches are cold, is not counted.
  private func run(_ trainers: [Trainer]) throws -> [Sample] {
    for trainer in trainers { try trainer.run(.epochs(1)) }
    return try interleaved(trainers.count, rounds: rounds) { index in
      try seconds { try trainers[index].run(.epochs(1)) }
    }
  }
}
