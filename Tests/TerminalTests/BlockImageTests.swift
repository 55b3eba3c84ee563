import Shell
import Testing

@testable import Terminal

@Suite struct BlockImageTests {
  private func screen(_ columns: Int, _ rows: Int) -> Screen {
    Screen(columns: columns, rows: rows)
  }

  /// Draws a picture and returns the text that a terminal gets.
  private func text(
    _ raster: Raster,
    texts: [ImageContent.Text] = [],
    on screen: Screen,
    _ colors: CharacterColors = .direct
  ) throws -> String {
    let content = ImageContent(pixels: raster, texts: texts, sketch: { raster })
    let image = try #require(BlockImage(content, colors: colors))
    return try #require(image.grid(on: screen)).text(colors)
  }

  /// The mean squared error, 0 to 255 a channel, between a picture and what a text shows of it.
  private func error(of shown: ShownText, from raster: Raster) -> Double {
    let pixels = raster.scaled(toWidth: shown.columns * 4, height: shown.rows * 8)
    var sum = 0.0
    for y in 0..<pixels.height {
      for x in 0..<pixels.width {
        let difference = shown.square(x, y) - pixels.pixel(x, y)
        sum += Double((difference * difference).sum()) / 3
      }
    }
    return sum / Double(pixels.width * pixels.height)
  }

  @Test func `blocks show the picture, with less error than half blocks`() throws {
    let raster = try ImageSample.discs(width: 320, height: 160)
    let shown = ShownText(try text(raster, on: screen(81, 30)))
    let mean = error(of: shown, from: raster)
    // Half blocks at best: the mean of each upper and lower half.
    let halves = raster.scaled(toWidth: shown.columns, height: shown.rows * 2)
    var half = 0.0
    let pixels = raster.scaled(toWidth: shown.columns * 4, height: shown.rows * 8)
    for y in 0..<pixels.height {
      for x in 0..<pixels.width {
        let difference = halves.pixel(x / 4, y / 4) - pixels.pixel(x, y)
        half += Double((difference * difference).sum()) / 3
      }
    }
    half /= Double(pixels.width * pixels.height)
    #expect(mean < 0.7 * half, "\(mean) against \(half)")
  }

  @Test func `256 colours come near to all of them`() throws {
    let raster = try ImageSample.discs(width: 320, height: 160)
    let direct = ShownText(try text(raster, on: screen(81, 30)))
    let plain = try text(raster, on: screen(81, 30), .indexed)
    #expect(!plain.contains(";2;"))
    #expect(error(of: ShownText(plain), from: raster) < 1.4 * error(of: direct, from: raster))
  }

  @Test(arguments: [true, false])
  func `without colours the ink is as dense as the picture is light or dark`(light: Bool) throws {
    let raster = try ImageSample.raster(width: 320, height: 160, channels: 1) { x, _ in
      [UInt8(x * 255 / 319)]
    }
    let text = try text(raster, on: screen(81, 30), .none(isInkLight: light))
    #expect(!text.contains("\u{1B}"))
    let lines = text.split(separator: "\n")
    for tenth in 0..<10 {
      var filled = 0
      for line in lines {
        for character in Array(line)[tenth * line.count / 10..<(tenth + 1) * line.count / 10] {
          let index = BlockGlyph.quarters.firstIndex(of: String(character)) ?? 0
          filled += index.nonzeroBitCount
        }
      }
      let share = Double(filled) / Double(lines.count * (lines[0].count / 10) * 4)
      let expected = (Double(tenth) + 0.5) / 10
      #expect(abs(share - (light ? expected : 1 - expected)) < 0.1, "\(tenth): \(share)")
    }
  }

  @Test func `texts are letters in their places, and never on one another`() throws {
    let raster = try ImageSample.raster(width: 640, height: 320) { _, _ in [255, 255, 255] }
    let ink: [UInt8] = [1, 2, 3]
    let texts = [
      ImageContent.Text("Titel", x: 320, y: 8, anchor: 0.5, color: ink),
      ImageContent.Text("0.25", x: 64, y: 88, anchor: 1, color: ink),
      ImageContent.Text("0.26", x: 66, y: 90, anchor: 1, color: ink),
      ImageContent.Text("up", x: 12, y: 160, anchor: 0.5, color: ink, isUpright: true),
      ImageContent.Text("漢字\u{1B}[2J", x: 0, y: 300, anchor: 0, color: ink),
      ImageContent.Text("right", x: 640, y: 200, anchor: 0.5, color: ink),
    ]
    let text = try text(raster, texts: texts, on: Screen(columns: 84, rows: 22))
    let lines = ShownText(text).lines
    #expect(lines[0].contains("  Titel  "))
    #expect(lines.contains { $0.hasPrefix("    0.25 ") })
    #expect(!lines.joined().contains("0.26"), "it would stand on another one")
    #expect(lines[..<15].map { Array($0)[1] }.filter { $0 != " " } == ["u", "p"])
    #expect(lines.contains { $0.hasPrefix("漢字\\x1b[2J") })
    #expect(lines.contains { $0.hasSuffix("right") }, "what stands beyond the edge gets room")
    #expect(text.contains("\u{1B}[38;2;1;2;3m"))
    #expect(!text.contains("\u{1B}[2J"))
  }

  @Test(arguments: [(1, 1), (4, 3), (5, 3), (5, 100), (10_000, 3), (10_000, 10_000), (80, 24)])
  func `any window does, or has no room`(columns: Int, rows: Int) throws {
    for (width, height) in [(1, 1), (4000, 3), (3, 4000), (640, 400)] {
      let raster = try ImageSample.raster(width: width, height: height, channels: 1) { x, y in
        [UInt8(truncatingIfNeeded: x + y)]
      }
      let screen = screen(columns, rows)
      let content = ImageContent(pixels: raster, sketch: { raster })
      guard let grid = BlockImage(content, colors: .direct)?.grid(on: screen) else {
        #expect(columns < 5 || rows < 3)
        continue
      }
      #expect(grid.columns < columns && grid.rows < rows && grid.columns > 0 && grid.rows > 0)
      #expect(grid.columns * grid.rows < 100_000, "a picture does not grow beyond reason")
    }
  }
}

/// What a terminal shows for a text with colours.
private struct ShownText {
  private(set) var columns = 0
  private(set) var rows = 0
  private(set) var lines: [String] = []
  private var cells: [(character: String, ink: SIMD3<Float>, ground: SIMD3<Float>)] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      var (ink, ground) = (SIMD3<Float>(repeating: 229), SIMD3<Float>.zero)
      var shown = ""
      for piece in line.split(separator: "\u{1B}[", omittingEmptySubsequences: false) {
        var rest = piece
        if let end = piece.firstIndex(of: "m"), piece.startIndex != line.startIndex {
          let codes = piece[..<end].split(separator: ";").compactMap { Int($0) }
          switch codes.first {
          case 38: ink = Self.color(codes)
          case 48: ground = Self.color(codes)
          default: break
          }
          rest = piece[piece.index(after: end)...]
        }
        for character in rest {
          cells.append((String(character), ink, ground))
          shown.append(character)
        }
      }
      lines.append(shown)
    }
    rows = lines.count
    columns = cells.count / max(rows, 1)
  }

  private static func color(_ codes: [Int]) -> SIMD3<Float> {
    if codes[1] == 2 { return SIMD3(Float(codes[2]), Float(codes[3]), Float(codes[4])) }
    let index = codes[2]
    if index >= 232 { return SIMD3(repeating: Float(8 + 10 * (index - 232))) }
    let levels: [Float] = [0, 95, 135, 175, 215, 255]
    let cube = index - 16
    return SIMD3(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
  }

  /// The colour of one of the 4 by 8 squares of each cell.
  func square(_ x: Int, _ y: Int) -> SIMD3<Float> {
    let cell = cells[y / 8 * columns + x / 4]
    guard cell.character != " " else { return cell.ground }
    let mask = BlockGlyph.all.first { $0.character == cell.character }?.mask ?? 0
    return mask >> UInt32(y % 8 * 4 + x % 4) & 1 == 1 ? cell.ink : cell.ground
  }
}
