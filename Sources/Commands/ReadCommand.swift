internal import Datasets
internal import Files
internal import Language
internal import Shell

/// Reads numbers from a file into a variable.
struct ReadCommand: Command {
  static let manual = Manual(
    name: "read",
    summary: "Read a .npy, .npz or .csv file into a variable.",
    details: """
      The numbers become a tensor; of a .npz file with several arrays, a record with one field for
      each, of which key=NAME takes one alone. The first line of a .csv file may name its columns; a table of one column is a vector.
      """,
    examples: ["read codes codes.npy", "read table table.csv"],
    bindsNames: true
  )

  @Argument("The variable that gets the numbers.", .name)
  var name: String

  @Argument("The file.")
  var file: Path

  @Option("The array of a .npz file; all of them without it.")
  var key = ""

  func run(in context: Context) throws(Diagnostic) {
    let contents = try context.read(file)
    let budget = context.session.budget.bytes - contents.count
    let value: Value
    do throws(ArrayFault) {
      value = try read(contents, budget: budget, stop: context.session.budget.isSpent)
    } catch {
      throw Diagnostic(file: file.text, error)
    }
    context.session.setVariable(Name(name), to: value)
  }

  /// The content tells a .npy file and a .npz file; whatever is neither is a table.
  private func read(
    _ contents: [UInt8],
    budget: Int,
    stop: () -> Bool
  ) throws(ArrayFault) -> Value {
    if contents.starts(with: [0x93]) {
      return .tensor(try NPYFile(contents: contents, budget: budget, stop: stop).tensor)
    }
    guard contents.starts(with: [0x50, 0x4B]) else {
      return .tensor(try CSVFile(contents: contents, budget: budget, stop: stop).tensor)
    }
    let file = try NPZFile(contents: contents, budget: budget)
    if !key.isEmpty { return .tensor(try file.array(named: key, stop: stop).tensor) }
    guard file.names.count != 1 else {
      return .tensor(try file.array(named: file.names[0], stop: stop).tensor)
    }
    var fields: [Record.Field] = []
    for name in file.names {
      fields.append((Name(name), .tensor(try file.array(named: name, stop: stop).tensor)))
    }
    return .record(Record(fields))
  }
}
