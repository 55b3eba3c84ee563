import Testing

@testable import Plots

@Suite struct MemoryProbeTests {
  @Test(arguments: [1 << 60, Int.max])
  func `F114 refuses what no machine has`(count: Int) {
    #expect(throws: PlotError.outOfMemory(bytes: count)) { try probeMemory(count) }
  }

  @Test(arguments: [1, 4096, Canvas.maximumBytes])
  func `gives what is there`(count: Int) {
    #expect(throws: Never.self) { try probeMemory(count) }
  }
}
