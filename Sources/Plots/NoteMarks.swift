/// The texts among the points of a chart, moved apart where they would cover one another.
enum NoteMarks {
  /// Returns the marks of texts in their colours, whose middles are wanted at these places.
  static func marks(
    _ notes: [(text: String, color: Int, place: Point)],
    within area: Rectangle
  ) -> [Figure.Mark] {
    let style = TextStyle(size: 15, isBold: true, halo: .white)
    // Bold figures of DejaVu Sans are 0.7 of its size wide; a little air belongs to the text.
    let sizes = notes.map { note in
      Size(width: Double(note.text.count) * 0.7 * style.size + 3, height: style.capitalHeight + 3)
    }
    let places = spread(notes.map(\.place), sizes: sizes, within: area)
    return zip(notes, places).map { note, place in
      var style = style
      style.color = Palette.color(note.color)
      return .text(
        note.text,
        x: place.x,
        y: place.y + style.capitalHeight / 2,
        anchor: .middle,
        style: style
      )
    }
  }

  /// The width and the height of a text.
  struct Size {
    var width: Double
    var height: Double
  }

  /// So often boxes are moved at most; where many crowd in little room some stay on others.
  private static let passes = 100

  /// Returns the middles of boxes that overlap no more, each moved as little as its turn asks for.
  ///
  /// Two boxes that overlap part along the side on which they overlap less, half each.
  static func spread(_ places: [Point], sizes: [Size], within area: Rectangle) -> [Point] {
    var places = places
    for _ in 0..<passes {
      var hasMoved = false
      for first in places.indices {
        for second in places.indices.dropFirst(first + 1) {
          let (dx, dy) = (places[second].x - places[first].x, places[second].y - places[first].y)
          let across = (sizes[first].width + sizes[second].width) / 2 - abs(dx)
          let down = (sizes[first].height + sizes[second].height) / 2 - abs(dy)
          guard across > 0.01, down > 0.01 else { continue }
          hasMoved = true
          if across < down {
            let step = dx < 0 ? -across / 2 : across / 2
            places[first].x -= step
            places[second].x += step
          } else {
            let step = dy < 0 ? -down / 2 : down / 2
            places[first].y -= step
            places[second].y += step
          }
        }
      }
      for index in places.indices {
        let (halfWidth, halfHeight) = (sizes[index].width / 2, sizes[index].height / 2)
        places[index].x = min(max(places[index].x, area.x + halfWidth), area.maxX - halfWidth)
        places[index].y = min(max(places[index].y, area.y + halfHeight), area.maxY - halfHeight)
      }
      guard hasMoved else { break }
    }
    return places
  }
}
