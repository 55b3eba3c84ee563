import Plots
import Testing

@Suite struct ColorTests {
  @Test(arguments: [0, 1, 38, 127, 128, 254, 255] as [UInt8])
  func `a grey keeps its brightness`(level: UInt8) {
    let color = Color(gray: level)
    #expect(color.isGray)
    #expect(color.luma == level)
    #expect(color.alpha == 255)
  }

  @Test func `green looks brighter than red and red brighter than blue`() {
    let green = Color(red: 0, green: 255, blue: 0)
    let red = Color(red: 255, green: 0, blue: 0)
    let blue = Color(red: 0, green: 0, blue: 255)
    #expect([green.luma, red.luma, blue.luma] == [150, 76, 29])
    #expect(!green.isGray && !red.isGray && !blue.isGray)
  }
}
