internal import Language
internal import Shell
internal import Tensors

/// Says where training runs.
struct DeviceCommand: Command {
  enum Name: String, Choice { case auto, cpu, cuda }

  static let manual = Manual(
    name: "device",
    summary: "Choose where training runs, or say what is in force and why.",
    examples: ["device", "device auto"]
  )

  @Argument("The device; auto takes the fastest one that this build and machine have.")
  var name: Name?

  func run(in context: Context) throws(Diagnostic) {
    guard name != .cuda else {
      throw Diagnostic(
        .state,
        "there is no device 'cuda': this build computes on the CPU only",
        hint: "'device auto' takes what is there"
      )
    }
    let backend = context.workbench.training.backend
    context.say("\(backend.name): this build computes on the CPU only")
  }
}
