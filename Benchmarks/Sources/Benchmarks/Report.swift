import Foundation

/// The measurements, and what they need.
struct Report {
  let machine = Machine()
  let subject: Subject

  /// The folder that has MNIST; nil for generated digits.
  let folder: String?

  /// The built program.
  let program: String

  /// How often each thing is measured.
  let rounds: Int

  init(folder: String?, program: String, rounds: Int) throws {
    self.folder = folder
    self.program = program
    self.rounds = rounds
    subject = try Subject(folder: folder)
  }

  /// One thread, and all of them.
  var threadCounts: [Int] { machine.cores > 1 ? [1, machine.cores] : [1] }

  func percent(_ ratio: Double) -> String { (ratio * 100).fixed(0) + " %" }

  /// The measurements by the names under which they can be asked for.
  static let sections: [(name: String, tables: @Sendable (Report) throws -> [Table])] = [
    ("kernels", { [$0.kernels()] }),
    ("parts", { [try $0.parts()] }),
    ("epochs", { [try $0.epochs()] }),
    ("scaling", { try $0.scaling() }),
    ("evaluation", { [try $0.evaluation()] }),
    ("loading", { [try $0.loading()] }),
    ("processes", { [try $0.processes()] }),
  ]
}
