import Testing

@testable import Plots

@Suite struct NoteMarksTests {
  private let area = Rectangle(x: 0, y: 0, width: 200, height: 100)

  private func spread(_ places: [Point]) -> [Point] {
    let sizes = places.map { _ in NoteMarks.Size(width: 12, height: 14) }
    return NoteMarks.spread(places, sizes: sizes, within: area)
  }

  @Test func `texts that are apart stay where they are`() {
    let places = [Point(20, 20), Point(40, 20), Point(20, 40)]
    #expect(spread(places) == places)
  }

  @Test(arguments: [
    [Point(50, 50), Point(50, 50)], [Point(50, 50), Point(53, 52), Point(49, 55), Point(60, 50)],
    (0..<10).map { Point(100 + Double($0), 50) }, [Point(0, 0), Point(1, 1)],
  ])
  func `texts that overlap part, and stay on the page`(places: [Point]) {
    let moved = spread(places)
    for first in moved.indices {
      for second in moved.indices.dropFirst(first + 1) {
        let (a, b) = (moved[first], moved[second])
        #expect(abs(a.x - b.x) > 11.9 || abs(a.y - b.y) > 13.9, "\(a) \(b)")
      }
      #expect(moved[first].x >= 6 && moved[first].y >= 7)
    }
  }
}
