import Shell
import Testing

@testable import Terminal

@Suite struct CompletionListTests {
  @Test func `few candidates come with what they are for`() {
    let list = CompletionList([
      .init("lr=", kind: .option, summary: "The learning rate."), .init("x", kind: .variable),
    ])
    #expect(list.text(width: 40) == "lr=  The learning rate.\nx\n")
    #expect(list.text(width: 10) == "lr=  The l\nx\n")
  }

  @Test func `many candidates stand in columns that read downwards`() {
    let names = (1...7).map { Completion.Candidate("n\($0)", kind: .variable) }
    #expect(CompletionList(names).text(width: 10) == "n1  n4  n7\nn2  n5\nn3  n6\n")
    #expect(CompletionList(names).text(width: 1).split(separator: "\n").count == 7)
  }

  @Test func `wide characters count as two columns`() {
    let list = CompletionList([.init("漢字", kind: .path), .init("ab", kind: .path)])
    #expect(list.text(width: 12) == "漢字  ab\n")
  }
}
