/// What this program is.
enum Version {
  /// The version and the licence.
  static let text = """
    aerepl 0.1.0
    Licence GPL-3.0-or-later: free software, without warranty.
    """

  /// What a prompt begins with.
  static let banner = [
    "aerepl 0.1.0: a scripting REPL for autoencoders",
    "'help' lists the commands, 'quit' or Ctrl-D leaves",
  ]
}
