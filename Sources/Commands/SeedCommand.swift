internal import Language
internal import Shell

/// Sets or shows the random seed.
struct SeedCommand: Command {
  static let manual = Manual(
    name: "seed",
    summary: "Set the seed of all random numbers, or print it.",
    details: "It counts for models made from here on, for their weights and the order of images.",
    examples: ["seed 0"]
  )

  @Argument("The seed.", .integer(0...Int.max))
  var seed: Int?

  func run(in context: Context) throws(Diagnostic) {
    guard let seed else {
      context.say("seed \(context.session.seed)")
      return
    }
    context.session.seed = UInt64(seed)
  }
}
