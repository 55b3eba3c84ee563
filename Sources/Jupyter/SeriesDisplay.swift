internal import Files
internal import Shell

/// The displays of pictures that change: one appears with a series' first picture, and the later ones
/// take its place.
struct SeriesDisplay {
  private let publisher: Publisher
  /// What the displays are called, which no other kernel and no earlier run of this one uses.
  private let prefix: String
  private var shown: (identifier: Int, png: [UInt8])?

  init(publisher: Publisher) {
    self.publisher = publisher
    var generator = SystemRandomNumberGenerator()
    prefix = "figure-" + String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 16)
  }

  /// Shows a picture of a series, unless it is there already.
  mutating func show(_ image: Image, parent: [UInt8]) {
    guard let identifier = image.series?.identifier else { return }
    let isKnown = shown?.identifier == identifier
    if isKnown, shown?.png == image.png { return }
    let bundle = MimeBundle(image)
    let content: JSON = [
      "data": bundle.data, "metadata": bundle.metadata,
      "transient": ["display_id": .string("\(prefix)-\(identifier)")],
    ]
    publisher.publish(isKnown ? "update_display_data" : "display_data", content, parent: parent)
    shown = (identifier, image.png)
  }
}
