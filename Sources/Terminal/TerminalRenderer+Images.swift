internal import Language
public import Shell

/// A picture on the screen that may be replaced, with what came after it.
struct LivePicture {
  /// The series that it belongs to.
  var series: Int

  /// The picture's file, by which one that has not changed is known.
  var png: [UInt8]

  /// How it was drawn.
  var drawing: ImagePresenter.Drawing

  /// The window that it was drawn in; in another one nobody knows where it is.
  var screen: Screen

  /// Lines that came since then; they go above the next picture.
  private(set) var held = ""

  /// Keeps a text for later, if it consists of whole lines.
  mutating func hold(_ text: String) -> Bool {
    guard text.utf8.last == UInt8(ascii: "\n") else { return false }
    held += text
    return true
  }

  /// Forgets the lines that were kept, which are returned.
  mutating func release() -> String {
    defer { held = "" }
    return held
  }
}

extension TerminalRenderer {
  /// Takes over how pictures are to be shown.
  public func show(images display: ImageDisplay) { images?.display = display }

  /// Says how pictures are shown, where output is a terminal.
  public func describeImages() -> String? {
    guard let images else { return nil }
    prepareToAsk()
    return images.description
  }

  /// Shows a picture, or a line that says what was drawn.
  func show(_ image: Image) {
    guard let images else { return writeCaption(of: image) }
    if let live = livePicture, live.series == image.series?.identifier, live.png == image.png {
      if image.series?.isFinished ?? true { leaveLivePicture() }
      return
    }
    prepareToAsk()
    guard let drawing = images.draw(image) else { return writeCaption(of: image) }
    let screen = images.screen
    if let live = livePicture, live.series == image.series?.identifier, live.screen == screen {
      replace(live, by: drawing)
    } else {
      leaveLivePicture()
      output.append(drawing.bytes)
    }
    output.flush()
    guard let series = image.series, !series.isFinished else {
      livePicture = nil
      return
    }
    livePicture = LivePicture(
      series: series.identifier,
      png: image.png,
      drawing: drawing,
      screen: screen
    )
  }

  /// Writes what was kept back for the sake of a picture, which stays as it is from now on.
  func leaveLivePicture() {
    guard var live = livePicture else { return }
    livePicture = nil
    write(live.release())
  }

  /// Whether a picture may still be replaced after an event.
  func keepsLivePicture(for event: Event) -> Bool {
    switch event {
    case .text(_, .output), .image: true
    // Lines that no new picture has followed go below the old one.
    case .progress: livePicture?.held.isEmpty ?? true
    case .text(_, .error), .value, .table, .page, .clear, .diagnostic: false
    }
  }

  /// Draws over a picture, below the lines that came since.
  private func replace(_ old: LivePicture, by drawing: ImagePresenter.Drawing) {
    var old = old
    // What is between these appears at once, where the terminal knows them.
    output.append("\u{1B}[?2026h\u{1B}[\(old.drawing.rows)A".utf8)
    output.append(old.drawing.removal)
    output.append("\u{1B}[J".utf8)
    output.append(old.release().utf8)
    output.append(drawing.bytes)
    output.append("\u{1B}[?2026l".utf8)
  }

  /// One line in the place of a picture; of a series the last one alone.
  private func writeCaption(of image: Image) {
    guard image.series?.isFinished ?? true else { return }
    leaveLivePicture()
    write(image.caption + "\n")
  }

  /// Makes the terminal ready for questions, whose traces are erased from the line that is begun.
  private func prepareToAsk() {
    eraseProgress()
    if livePicture == nil { finishLine() }
    output.flush()
  }
}
