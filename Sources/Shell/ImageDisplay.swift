/// How pictures are shown to the user, as `set images` chooses it.
public enum ImageDisplay: String, Choice, Sendable {
  /// As the terminal says that it can.
  case auto
  /// By kitty's graphics protocol.
  case kitty
  /// By iTerm2's inline images.
  case iterm
  /// As sixels.
  case sixel
  /// As coloured block characters.
  case blocks
  /// Not at all: one line says what was drawn.
  case off
}

extension SessionHost {
  /// Takes no notice: such a host has one way to show pictures.
  public func show(images: ImageDisplay) {}

  /// Nothing to say.
  public func describeImages() -> String? { nil }
}
