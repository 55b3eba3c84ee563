import Glibc
import Testing

@testable import Plots

@Suite struct ColorMapTests {
  /// Red, green and blue as amounts of light (IEC 61966-2-1).
  private static func light(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map { byte in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  /// A colour in OKLab: lightness, and the two axes of its hue.
  private static func lab(_ light: [Double]) -> [Double] {
    let cones = apply(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ],
      light.map { max($0, 0) }
    )
    return apply(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ],
      cones.map { cbrt($0) }
    )
  }

  private static func apply(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// Normal sight, and the lack of one kind of receptors: Machado, Oliveira and Fernandes (2009).
  private static let eyes: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [
      [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.011820, 0.042940, 0.968881],
    ],
  ]

  @Test(arguments: eyes.indices)
  func `the palette's colours differ for everybody's eyes`(eye: Int) {
    let seen = Palette.colors.map { Self.lab(Self.apply(Self.eyes[eye], Self.light($0))) }
    for first in seen.indices {
      for second in seen.indices where second > first {
        let distance = zip(seen[first], seen[second]).reduce(0) { $0 + pow($1.0 - $1.1, 2) }
          .squareRoot()
        #expect(distance > 0.07, "\(first) and \(second)")
      }
    }
  }

  @Test func `lightness grows in even steps from low to high`() {
    for map in [ColorMap.sequential, .gray] {
      let lightness = map.colors.map { Self.lab(Self.light($0))[0] }
      let steps = zip(lightness, lightness.dropFirst()).map { $1 - $0 }
      #expect(steps.dropFirst(8).allSatisfy { $0 > -0.002 && $0 < 0.012 }, "\(map)")
    }
    #expect(ColorMap.gray.colors.first == .black && ColorMap.gray.colors.last == .white)
  }

  @Test func `the diverging map is pale in the middle and as dark at both ends`() throws {
    let lightness = ColorMap.diverging.colors.map { Self.lab(Self.light($0))[0] }
    #expect(abs(lightness[0] - lightness[255]) < 0.02)
    #expect(lightness[127] > 0.96)
    #expect(zip(lightness[..<128], lightness[1..<128]).allSatisfy { $0 < $1 + 0.002 })
  }

  @Test func `zero has the middle colour, and what is not finite has its own`() throws {
    let numbers: [Float] = [-1, 0, 4, .nan, .infinity]
    let range = ColorRange(of: numbers, isCentered: true)
    #expect(range.low == -4 && range.high == 4)
    let colors = ColorMap.diverging.colors
    let image = try ColorImage(numbers, width: 5, colors: colors, range: range)
    #expect(image.pixels[1] == colors[128] || image.pixels[1] == colors[127])
    #expect(image.pixels[2] == colors[255])
    #expect(image.pixels[3] == ColorMap.missing && image.pixels[4] == ColorMap.missing)
    let many = (0..<10_000).map { Float($0 % 100) / 100 } + [50, -80]
    #expect(ColorRange(of: many, isCentered: true).high < 1)
    #expect(ColorRange(of: many, isCentered: false).high == 50)
    #expect(ColorRange(of: [0, 0, 0] as [Float], isCentered: true).high == 1)
    #expect(ColorRange(of: [Float](), isCentered: false).high == 1)
    #expect(ColorRange(of: [5, 5] as [Float], isCentered: false).low == 4)
  }
}
