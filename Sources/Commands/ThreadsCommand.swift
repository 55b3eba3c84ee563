internal import Language
internal import Shell
internal import Tensors

/// Sets the number of worker threads.
struct ThreadsCommand: Command {
  static let manual = Manual(
    name: "threads",
    summary: "Set the number of worker threads, or print it.",
    details: "The results do not depend on it.",
    examples: ["threads 2"]
  )

  @Argument("The number of threads.", .integer(ThreadCount.range))
  var count: Int?

  func run(in context: Context) throws(Diagnostic) {
    let backend = context.workbench.training.backend
    guard let count else {
      context.say("threads \(backend.threads)")
      return
    }
    backend.threads = count
  }
}
