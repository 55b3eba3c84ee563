import Datasets
import Networks
import Tensors

extension Report {
  /// Evaluation, encoding and reconstruction of the test images.
  func evaluation() throws -> Table {
    let rows = subject.test.pixels
    var table = Table(
      "\(rows.rowCount) images, all threads",
      ["what", "ms", "range"]
    )
    let model = try subject.trainer(threads: machine.cores).model
    let images = rows.tensor(rows: 0..<rows.rowCount)
    let codes = try model.encode(images)
    let work: [(String, () throws -> Void)] = [
      ("evaluate", { _ = try model.evaluate(rows) }),
      ("encode", { _ = try model.encode(images) }),
      ("decode", { _ = try model.decode(codes) }),
      ("reconstruct", { _ = try model.reconstruct(images) }),
    ]
    for (_, body) in work { try body() }
    let samples = try interleaved(work.count, rounds: rounds) { try seconds(work[$0].1) }
    for ((name, _), sample) in zip(work, samples) {
      let milliseconds = sample.map { $0 * 1e3 }
      table.add(name, milliseconds.median.fixed(1), milliseconds.range(1))
    }
    return table
  }

  /// Loading and generating data sets.
  func loading() throws -> Table {
    var table = Table("Data, into memory", ["what", "ms", "range"])
    var work: [(String, () throws -> Void)] = [
      ("digits, 60,000 and 10,000 generated", { _ = try Subject.digits() })
    ]
    if let folder {
      work.append(("MNIST, decoded and verified", { _ = try Subject.mnist(in: folder) }))
    }
    let samples = try interleaved(work.count, rounds: rounds) { try seconds(work[$0].1) }
    for ((name, _), sample) in zip(work, samples) {
      let milliseconds = sample.map { $0 * 1e3 }
      table.add(name, milliseconds.median.fixed(0), milliseconds.range(0))
    }
    return table
  }
}
