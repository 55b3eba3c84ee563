/// What a session needs of the front end that runs it.
///
/// All calls come on the thread that runs the statement, in the order in which things happened.
public protocol SessionHost: AnyObject {
  /// Shows an event to the user.
  func receive(_ event: Event)

  /// Takes over how pictures are to be shown from now on, where the host has several ways.
  func show(images: ImageDisplay)

  /// Says in a few words how pictures are shown, where that is not for the user alone to choose.
  func describeImages() -> String?

  /// Asks the user for a line; nil where there is nobody to ask or the input has ended.
  func readLine(prompt: String) -> String?

  /// Runs `/bin/sh -c command` for a `!` line and returns its exit status, 128 + N for signal N.
  ///
  /// The child has default signals and no descriptors but 0 to 2. An interruption ends it.
  func runShell(_ command: String, interruption: Interruption) -> Int
}
