import Language
import Testing

@Suite struct SuggestionTests {
  private static let words = ["batch", "dataset", "lr", "plot", "print", "quit", "train"]

  @Test(arguments: [
    ("trian", "train"), ("Train", "train"), ("tran", "train"), ("pritn", "print"),
    ("dataest", "dataset"), ("rl", "lr"), ("plott", "plot"), ("bacht", "batch"),
  ])
  func `finds the word that was meant`(word: String, meant: String) {
    #expect(Suggestion.closest(to: word, among: Self.words) == meant)
  }

  @Test(arguments: [
    "", "x", "xyzzy", "ll00", "train", "weights", "a much longer text than any word",
  ])
  func `finds nothing where nothing is like it`(word: String) {
    #expect(Suggestion.closest(to: word, among: Self.words) == nil)
  }

  @Test func `takes the nearest, and the first of equals`() {
    #expect(Suggestion.closest(to: "stop", among: ["shop", "step", "stops"]) == "shop")
    #expect(Suggestion.closest(to: "epochss", among: ["epoch", "epochs"]) == "epochs")
  }

  @Test func `gives up on words of absurd length at once`() {
    let word = String(repeating: "a", count: 1 << 20)
    #expect(Suggestion.closest(to: word, among: [word + "b"]) == nil)
  }
}
