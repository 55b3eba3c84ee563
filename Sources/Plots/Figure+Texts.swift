extension Figure {
  /// A text of a figure, placed in pixels of its PNG file.
  public struct PlacedText: Equatable, Sendable {
    /// The text.
    public let text: String
    /// Where its anchor stands.
    public let place: Point
    /// The part that lies before the anchor.
    public let anchor: Double
    /// How it looks.
    public let style: TextStyle
  }

  /// The texts, each at the middle of its letters' height.
  public var texts: [PlacedText] { Self.texts(of: marks, density: Double(density)) }

  /// The figure without its texts.
  public var withoutTexts: Figure {
    var figure = self
    figure.marks = Self.withoutTexts(marks)
    return figure
  }

  private static func texts(of marks: [Mark], density: Double) -> [PlacedText] {
    marks.flatMap { mark -> [PlacedText] in
      switch mark {
      case .text(let text, let x, let y, let anchor, let style):
        // Letters stand on their baseline, and upright ones to its left.
        let rise = style.capitalHeight / 2
        let middle = style.isUpright ? Point(x - rise, y) : Point(x, y - rise)
        return [
          PlacedText(
            text: text,
            place: Point(middle.x * density, middle.y * density),
            anchor: anchor.fraction,
            style: style
          )
        ]
      case .clipped(to: _, let marks): return texts(of: marks, density: density)
      case .tile, .stroke, .fill, .polygon, .dots, .picture: return []
      }
    }
  }

  private static func withoutTexts(_ marks: [Mark]) -> [Mark] {
    marks.compactMap { mark in
      switch mark {
      case .text: nil
      case .clipped(let frame, let marks): .clipped(to: frame, withoutTexts(marks))
      case .tile, .stroke, .fill, .polygon, .dots, .picture: mark
      }
    }
  }
}
