import Foundation
import Kernels

/// Measures the engine and the program and prints tables in Markdown.
@main
enum Main {
  private static let usage = """
    usage: Benchmarks [--data FOLDER] [--program PATH] [--rounds N] [--images FOLDER] [SECTION...]
    The first FOLDER has MNIST; without it generated digits are taken. PATH is the built aerepl. The
    other FOLDER gets pictures, to which the text then refers.
    Sections: \(Report.sections.map(\.name).joined(separator: " ")); all by default.
    """

  static func main() throws {
    var words = CommandLine.arguments.dropFirst()[...]
    var folder: String?
    var program = ".build/release/aerepl"
    var rounds = 5
    var images: String?
    var wanted: [String] = []
    while let word = words.popFirst() {
      switch word {
      case "--data": folder = words.popFirst()
      case "--program": program = words.popFirst() ?? program
      case "--rounds": rounds = words.popFirst().flatMap(Int.init) ?? rounds
      case "--images": images = words.popFirst()
      case "-h", "--help": return print(usage)
      case _ where Report.sections.contains { $0.name == word }: wanted.append(word)
      default: throw BenchmarkError.unknownWord(word)
      }
    }
    // As the threads that train do: moments without a gradient fade to subnormal numbers.
    _ = kernelFlushSubnormals(true)
    let report = try Report(folder: folder, program: program, rounds: rounds)
    print(report.machine.text)
    for section in Report.sections where wanted.isEmpty || wanted.contains(section.name) {
      for table in try section.tables(report) {
        print(table.text)
        guard let images, let drawing = table.drawing else { continue }
        try drawing.draw(with: program, into: images)
        print("![\(drawing.description)](images/\(drawing.name).svg)\n")
      }
    }
  }
}
