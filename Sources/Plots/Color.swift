/// A colour in sRGB, eight bits a channel, with straight alpha.
public struct Color: Hashable, Sendable {
  /// The amount of red.
  public var red: UInt8

  /// The amount of green.
  public var green: UInt8

  /// The amount of blue.
  public var blue: UInt8

  /// The opacity: 0 is invisible, 255 covers.
  public var alpha: UInt8

  /// Creates a colour from its channels.
  public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// Creates a grey.
  public init(gray: UInt8, alpha: UInt8 = 255) {
    self.init(red: gray, green: gray, blue: gray, alpha: alpha)
  }

  /// Returns the colour with another opacity.
  func faded(to alpha: UInt8) -> Color {
    Color(red: red, green: green, blue: blue, alpha: alpha)
  }

  /// The colour of a page.
  public static let white = Color(gray: 255)

  /// The darkest colour.
  public static let black = Color(gray: 0)

  /// The colour of text: softer than black, still far above the contrast that reading asks for.
  public static let ink = Color(gray: 0x26)

  /// Whether the three channels are equal.
  public var isGray: Bool { red == green && green == blue }

  /// The grey that looks as bright, by the luma weights of ITU-R BT.601; a grey stays itself.
  public var luma: UInt8 {
    let sum = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    return UInt8((sum + 500) / 1000)
  }
}
