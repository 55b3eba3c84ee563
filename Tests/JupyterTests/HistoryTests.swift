import Files
import Glibc
import TestSupport
import Testing

@testable import Jupyter

@Suite struct HistoryTests {
  private let rows = [
    HistoryRow(session: 1, line: 1, input: "let a = 1"),
    HistoryRow(session: 1, line: 2, input: "a + 1", output: "2"),
    HistoryRow(session: 2, line: 1, input: "a + 1"),
    HistoryRow(session: 3, line: 1, input: "train"),
    HistoryRow(session: 3, line: 2, input: "a + 1"),
  ]

  private func lines(_ query: JSON) -> [[Int]] {
    HistoryQuery(query)?.rows(of: rows, current: 3).map { [$0.session, $0.line] } ?? []
  }

  @Test(
    arguments: [
      (["hist_access_type": "tail", "n": 2], [[3, 1], [3, 2]]),
      (["hist_access_type": "tail", "n": -1], []),
      (["hist_access_type": "range", "session": 0, "start": 1, "stop": 2], [[3, 1]]),
      (["hist_access_type": "range", "session": -2, "start": 2], [[1, 2]]),
      (["hist_access_type": "range", "session": 2, "start": 0, "stop": 9], [[2, 1]]),
      (["hist_access_type": "range", "session": .number("-9223372036854775808")], []),
      (["hist_access_type": "search", "pattern": "a ?*1"], [[1, 2], [2, 1], [3, 2]]),
      (["hist_access_type": "search", "pattern": "a*", "n": 2], [[2, 1], [3, 2]]),
      (["hist_access_type": "search", "pattern": "a*", "unique": true], [[3, 2]]),
      (["hist_access_type": "search", "pattern": "tr"], []),
      (["hist_access_type": "nonsense"], []), ([:], []), ([], []),
    ] as [(JSON, [[Int]])]
  )
  func `a query finds its rows`(query: JSON, expected: [[Int]]) {
    #expect(lines(query) == expected)
  }

  @Test(arguments: [
    ("*", "", true), ("?", "", false), ("a*b*c", "aXXbYbZc", true), ("a*b*c", "aXXbYbZ", false),
    ("*.ae", "x.ae", true), ("??", "é😀", true), ("[a]", "a", false), ("**a**", "bab", true),
  ])
  func `a pattern is the whole of a text`(pattern: String, text: String, matches: Bool) {
    #expect(GlobPattern(pattern).matches(text) == matches)
  }

  @Test func `F143 many stars take no time`() {
    let pattern = GlobPattern(String(repeating: "*a", count: 1_000) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
    #expect(GlobPattern(String(repeating: "*", count: 10_000)).matches("x"))
  }

  @Test func `cells last from start to start`() {
    let directory = TemporaryDirectory()
    let path = FilePath(directory.file("state/history"))
    let first = KernelHistory(path: path)
    first.store(input: "let a = \"é\n\"", line: 1)
    first.store(input: "a", line: 2)
    first.store(output: "\"é\"", line: 2)
    let second = KernelHistory(path: path)
    second.store(input: "a", line: 1)
    #expect(
      KernelHistory(path: path).rows(for: .tail(count: 10)) == [
        HistoryRow(session: 1, line: 1, input: "let a = \"é\n\""),
        HistoryRow(session: 1, line: 2, input: "a", output: "\"é\""),
        HistoryRow(session: 2, line: 1, input: "a"),
      ]
    )
    var status = stat()
    #expect(stat(path.description, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func `lines that were damaged are passed over`() {
    let directory = TemporaryDirectory()
    let good = #"{"session":4,"line":1,"input":"1"}"#
    let text = "{\"session\":\n\(good)\n[]\n{\"session\":1e9}\n\u{0}\n{\"session\":5,\"li"
    let path = FilePath(directory.write(Array(text.utf8), to: "history"))
    let history = KernelHistory(path: path)
    history.store(input: "2", line: 1)
    let rows = KernelHistory(path: path).rows(for: .tail(count: 9))
    #expect(rows.map(\.input) == ["1", "2"])
    #expect(rows.map(\.session) == [4, 5])
  }

  @Test func `without a usable file the history is the kernel's own`() {
    let directory = TemporaryDirectory()
    symlink("/dev/null", directory.file("link"))
    for path in [FilePath(directory.file("link")), FilePath("/dev/null/history")] {
      let history = KernelHistory(path: path)
      history.store(input: "1", line: 1)
      #expect(history.rows(for: .tail(count: 9)).count == 1)
      #expect(KernelHistory(path: path).rows(for: .tail(count: 9)).isEmpty)
    }
  }
}
