internal import Commands

extension Version {
  /// What a prompt begins with.
  static let banner = [
    "aerepl \(number): a scripting REPL for autoencoders",
    "'help' lists the commands, 'quit' or Ctrl-D leaves",
  ]
}
