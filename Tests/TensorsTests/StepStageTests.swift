import Testing

@testable import Tensors

@Suite struct StepStageTests {
  @Test func `layers shared by samples need one stage`() {
    let tasks: [PanelTask] = [.read, .forward(0), .findLive(0), .forward(1), .back(1)]
    let none = [false, false]
    #expect(StepStage.all(areShared: none, areCopied: none) == [.panels(tasks)])
    let copied: [PanelTask] = [
      .read, .forward(0), .findLive(0), .forward(1), .intoBlocks(1), .back(1), .intoBlocks(0),
    ]
    #expect(StepStage.all(areShared: none, areCopied: [true, true]) == [.panels(copied)])
    let single: [PanelTask] = [.read, .forward(0)]
    #expect(StepStage.all(areShared: [false], areCopied: [false]) == [.panels(single)])
  }

  @Test func `the first and the last layer shared by outputs need six`() {
    let stages = StepStage.all(areShared: [true, false, true], areCopied: [true, false, true])
    #expect(
      stages == [
        .read,
        .forward(0),
        .panels([.findLive(0), .forward(1), .findLive(1)]),
        .turn(2),
        .panels([.sumParts(2), .back(1), .intoBlocks(0)]),
      ]
    )
  }

  @Test func `a shared layer in the middle goes forward and back`() {
    let stages = StepStage.all(areShared: [false, true, false], areCopied: [false, true, false])
    #expect(
      stages == [
        .panels([.read, .forward(0), .findLive(0)]),
        .forward(1),
        .panels([.findLive(1), .forward(2), .back(2), .intoBlocks(1)]),
        .back(1),
        .panels([.sumParts(1)]),
      ]
    )
  }

  @Test func `a shared layer alone turns at once`() {
    #expect(StepStage.all(areShared: [true], areCopied: [true]) == [.read, .turn(0)])
  }
}
