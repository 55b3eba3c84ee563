import Testing

@testable import Files

@Suite struct FilePathTests {
  @Test(arguments: [
    ("/a/b", "/a", "b"), ("a", ".", "a"), ("a/", ".", "a"), ("/a", "/", "a"), ("/", "/", ""),
    ("a//b//", "a", "b"), ("", ".", ""), ("../a", "..", "a"), ("//", "/", ""),
  ])
  func `splits into directory and name`(path: String, parent: String, name: String) {
    #expect(FilePath(path).parent == FilePath(parent))
    #expect(FilePath(path).name == Array(name.utf8))
  }

  @Test(arguments: [
    ("a", "b", "a/b"), ("a/", "b", "a/b"), ("a", "/b", "/b"), ("", "b", "b"), ("/", "b", "/b"),
  ])
  func `appends with one slash`(path: String, component: String, expected: String) {
    #expect(FilePath(path).appending(FilePath(component)) == FilePath(expected))
  }

  @Test func `F110 keeps names of different bytes apart`() {
    #expect(FilePath("\u{E9}") != FilePath("e\u{301}"))
  }

  @Test func `F109 shows bytes that are no UTF-8 escaped`() {
    let path = FilePath(bytes: [0x61, 0xFF, 0xC3, 0xA9, 0xC3, 0x2F, 0x80])
    #expect(path.description == "a\\xff\u{E9}\\xc3/\\x80")
  }
}
